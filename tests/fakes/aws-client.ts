/** An SDK client whose commands of one kind do something else; all others reach the real service. */
export function clientAnswering<Client extends { send(command: never): Promise<unknown> }>(
  client: Client,
  command: string,
  answer: () => Promise<unknown>,
): Client {
  const send = (sent: { constructor: { name: string } }) =>
    sent.constructor.name === command ? answer() : client.send(sent as never);
  return Object.create(client, { send: { value: send } }) as Client;
}

/** An SDK client whose commands of one kind fail. */
export function clientFailing<Client extends { send(command: never): Promise<unknown> }>(
  client: Client,
  command: string,
): Client {
  return clientAnswering(client, command, () => Promise.reject(new Error("gone")));
}
