import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { expect, test } from "@jest/globals";
import { HttpResponse } from "@smithy/core/protocols";
import fc from "fast-check";
import { PlainJsonProtocol } from "../../../../adapters/runtime/plain-json-protocol.ts";

const settings = {
  region: "eu-central-1",
  credentials: { accessKeyId: "A", secretAccessKey: "B" },
  md5: false as const,
};

/** Returns options for a client, and the bodies that it sends. */
function recorded() {
  const bodies: unknown[] = [];
  const requestHandler = {
    async handle({ body }: { body: string | Uint8Array }) {
      bodies.push(body);
      const answer = Buffer.from("{}");
      return { response: new HttpResponse({ statusCode: 200, headers: {}, body: answer }) };
    },
  };
  return {
    bodies,
    options: { ...settings, requestHandler, streamCollector: async (body: Uint8Array) => body },
  };
}

async function bodiesOf(options: object, send: (options: object) => Promise<unknown>) {
  const { bodies, options: common } = recorded();
  await send({ ...common, ...options });
  const [body] = bodies;
  return { text: textOf(body), isPlain: Buffer.isBuffer(body) };
}

function textOf(body: unknown): string {
  return typeof body === "string" ? body : new TextDecoder().decode(body as Uint8Array);
}

const text = fc.string({ unit: "binary" });
/** Assigning `__proto__` changes a prototype, as lib-dynamodb does; such an object is left to the SDK. */
const key = fc.string({ minLength: 1 }).filter((name) => name !== "__proto__");
const scalar = fc.oneof(text, fc.boolean(), fc.integer(), fc.constant(undefined));
const attribute = fc.oneof(scalar, fc.array(text), fc.dictionary(key, scalar));
const item = fc.dictionary(key, attribute);

test.each(["PutItem", "SendMessage"])(
  "%s is written as the SDK writes it, with any characters",
  async (what) => {
    await fc.assert(
      fc.asyncProperty(item, text, async (Item, MessageBody) => {
        const send = (options: object) =>
          what === "PutItem"
            ? DynamoDBDocumentClient.from(new DynamoDBClient(options), {
                marshallOptions: { removeUndefinedValues: true },
              }).send(new PutCommand({ TableName: "t", Item, ReturnValues: "NONE" }))
            : new SQSClient(options).send(
                new SendMessageCommand({
                  QueueUrl: "https://sqs.eu-central-1.amazonaws.com/1/q",
                  MessageBody,
                }),
              );
        const ours = await bodiesOf({ protocol: PlainJsonProtocol }, send);
        const sdk = await bodiesOf({}, send);
        expect(JSON.parse(ours.text)).toEqual(JSON.parse(sdk.text));
        expect(ours.isPlain).toBe(true);
      }),
      { numRuns: 50 },
    );
  },
);

test.each([
  ["bytes", { data: { B: new Uint8Array([1, 2, 3]) } }],
  ["a null that is an attribute's value", { data: { S: null as never } }],
])("%s are left to the SDK", async (_what, Item) => {
  const send = (options: object) =>
    new DynamoDBClient(options).send(
      new PutItemCommand({ TableName: "t", Item: { pk: { S: "x" }, ...Item } }),
    );
  const ours = await bodiesOf({ protocol: PlainJsonProtocol }, send);
  expect(ours).toEqual(await bodiesOf({}, send));
  expect(ours.isPlain).toBe(false);
});

test("one request leaves nothing for the next", async () => {
  const { bodies, options } = recorded();
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ ...options, protocol: PlainJsonProtocol }));
  const put = (data: unknown) => client.send(new PutCommand({ TableName: "t", Item: { data } }));
  await put("first");
  await put(new Uint8Array([1]));
  await client.send(new UpdateCommand({ TableName: "t", Key: { pk: "third" } }));
  expect(bodies.map((body) => JSON.parse(textOf(body)))).toEqual([
    { TableName: "t", Item: { data: { S: "first" } } },
    { TableName: "t", Item: { data: { B: "AQ==" } } },
    { TableName: "t", Key: { pk: { S: "third" } } },
  ]);
});
