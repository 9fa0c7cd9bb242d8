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

/** An SDK client that sends commands of one kind twice, as the SDK does when the first one landed without an answer. */
export function clientRepeating<Client extends { send(command: never): Promise<unknown> }>(
  client: Client,
  command: string,
): Client {
  const send = async (sent: { constructor: { name: string } }) => {
    if (sent.constructor.name === command) await client.send(sent as never);
    return client.send(sent as never);
  };
  return Object.create(client, { send: { value: send } }) as Client;
}
