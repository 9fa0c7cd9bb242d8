import { expect, test } from "@jest/globals";
import type { Request } from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { httpEvent } from "../../../middleware/http-event.ts";
import { signedEvent } from "../../fakes/webhooks/signed-event.ts";

const pass = (event: unknown) =>
  httpEvent().before?.({ event } as Request<APIGatewayProxyEventV2>) as undefined;
const whole = signedEvent("ping");
const http = whole.requestContext.http;
const inContext = (changed: unknown) => ({
  ...whole,
  requestContext: { ...whole.requestContext, http: changed },
});

test.each([
  ["a request from API Gateway", whole],
  ["a request without a header", { ...whole, headers: {} }],
  ["a request with an omitted body", { ...whole, body: undefined }],
  ["a request whose body is null", { ...whole, body: null }],
  ["a request whose body is empty", { ...whole, body: "" }],
])("%s passes", (_what, event) => {
  expect(pass(event)).toBeUndefined();
});

test.each([
  ["nothing", undefined],
  ["null", null],
  ["a text", "event"],
  ["an empty object", {}],
  ["a request without a context", { ...whole, requestContext: undefined }],
  ["a request whose context is null", { ...whole, requestContext: null }],
  ["a request whose context is a text", { ...whole, requestContext: "context" }],
  ["a request without HTTP", inContext(undefined)],
  ["a request whose HTTP is null", inContext(null)],
  ["a request whose HTTP is a text", inContext("http")],
  ["a request without a method", inContext({ ...http, method: undefined })],
  ["a request without a path", inContext({ ...http, path: undefined })],
  ["a request whose path is a list", inContext({ ...http, path: ["/webhooks/github"] })],
  ["a request without headers", { ...whole, headers: undefined }],
  ["a request whose headers are null", { ...whole, headers: null }],
  ["a request whose headers are a text", { ...whole, headers: "accept: */*" }],
  [
    "a request whose header is a list",
    { ...whole, headers: { ...whole.headers, "x-github-event": ["ping"] } },
  ],
  ["a request whose body is an object", { ...whole, body: {} }],
  ["a request whose body is a number", { ...whole, body: 0 }],
])("%s is refused", (_what, event) => {
  expect(() => pass(event)).toThrow(
    expect.objectContaining({
      name: "InvalidError",
      code: "bad_request",
      message: "The event is not an HTTP request",
    }),
  );
});
