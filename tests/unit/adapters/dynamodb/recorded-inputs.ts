/** Returns an SDK client of the real service, and the inputs of its commands of one kind. */
export function clientRecording<Client extends { send(command: never): Promise<unknown> }>(
  client: Client,
  command: string,
): { client: Client; inputs: unknown[] } {
  const inputs: unknown[] = [];
  const send = (sent: { constructor: { name: string }; input: unknown }) => {
    if (sent.constructor.name === command) inputs.push(sent.input);
    return client.send(sent as never);
  };
  return { client: Object.create(client, { send: { value: send } }) as Client, inputs };
}
