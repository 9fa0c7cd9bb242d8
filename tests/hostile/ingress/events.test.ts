import { expect, test } from "@jest/globals";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import fc from "fast-check";
import { exampleComment } from "../../fakes/webhooks/examples.ts";
import { signedEvent } from "../../fakes/webhooks/signed-event.ts";
import { createCheckedEndpoint } from "./checked-endpoint.ts";

const whole = () => signedEvent("issue_comment", "created", { payload: exampleComment("/summary") });
/** An event that API Gateway never sends, but that a caller with permission to invoke the function can. */
const deliver = (event: unknown) => createCheckedEndpoint().deliver(event as APIGatewayProxyEventV2);
const without = (path: string[], value?: unknown): unknown => replaced(whole(), path, value);

function replaced(given: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value;
  const { [key]: member, ...others } = given as Record<string, unknown>;
  const changed = replaced(member, rest, value);
  return changed === undefined ? others : { ...others, [key]: changed };
}

const parts = [
  ["headers"],
  ["body"],
  ["isBase64Encoded"],
  ["requestContext"],
  ["requestContext", "http"],
  ["requestContext", "http", "method"],
  ["requestContext", "http", "path"],
  ["requestContext", "stage"],
  ["requestContext", "apiId"],
  ["headers", "x-hub-signature-256"],
  ["headers", "x-github-event"],
  ["headers", "x-github-delivery"],
  ["headers", "x-github-hook-id"],
  ["headers", "content-type"],
  ["headers", "content-encoding"],
];

test.each(parts.map((path) => [path.join("."), path] as const))(
  "%s is missing or has another type: accepted or rejected",
  async (_name, path) => {
    const others = [null, 0, 1, true, false, "", "x", [], {}, ["issue_comment"], [1, 2], { length: 3 }];
    await deliver(without(path));
    for (const other of others) await deliver(without(path, other));
  },
);

test.each([{}, { headers: {} }, { Records: [{ body: "{}" }] }, { source: "aws.events" }, { body: "{}" }])(
  "%j is not a request: rejected",
  async (event) => {
    const error = { code: "bad_request", message: "The event is not an HTTP request" };
    expect(await deliver(event)).toMatchObject({ status: 400, body: { error } });
  },
);

test("any values in any parts of an event are accepted or rejected", async () => {
  const path = fc.constantFrom(...parts);
  const other = fc.oneof(fc.constant(undefined), fc.jsonValue({ maxDepth: 2 }));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(path, other), { minLength: 2, maxLength: 3 }), async (changes) => {
      let event: unknown = whole();
      for (const [at, value] of changes) event = isObject(event) ? replacedSafely(event, at, value) : event;
      await deliver(event);
    }),
    { numRuns: 300 },
  );
});

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Leaves a part unchanged if its parent is no longer an object. */
function replacedSafely(event: object, path: string[], value: unknown): unknown {
  let inner: unknown = event;
  for (const key of path.slice(0, -1)) inner = isObject(inner) ? Reflect.get(inner, key) : undefined;
  return isObject(inner) && !Array.isArray(inner) ? replaced(event, path, value) : event;
}
