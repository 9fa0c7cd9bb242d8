/** Returns an SDK client that answers commands of one kind itself; all others reach the real service. */
export function clientAnswering<Client extends { send(command: never): Promise<unknown> }>(
  client: Client,
  command: string,
  answer: () => Promise<unknown>,
): Client {
  const send = (sent: { constructor: { name: string } }) =>
    sent.constructor.name === command ? answer() : client.send(sent as never);
  return Object.create(client, { send: { value: send } }) as Client;
}

/** Returns an SDK client whose commands of one kind fail. */
export function clientFailing<Client extends { send(command: never): Promise<unknown> }>(
  client: Client,
  command: string,
): Client {
  return clientAnswering(client, command, () => Promise.reject(new Error("gone")));
}

/**
 * Returns an SDK client that sends commands of one kind twice, as the SDK does when the first response is
 * lost.
 */
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
