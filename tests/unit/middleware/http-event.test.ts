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
  ["a request of API Gateway", whole],
  ["one without a header", { ...whole, headers: {} }],
  ["one whose body was left out", { ...whole, body: undefined }],
  ["one whose body is null", { ...whole, body: null }],
  ["one whose body is empty", { ...whole, body: "" }],
])("%s passes", (_what, event) => {
  expect(pass(event)).toBeUndefined();
});

test.each([
  ["nothing", undefined],
  ["null", null],
  ["a text", "event"],
  ["an empty object", {}],
  ["one without a context", { ...whole, requestContext: undefined }],
  ["one whose context is null", { ...whole, requestContext: null }],
  ["one whose context is a text", { ...whole, requestContext: "context" }],
  ["one without HTTP", inContext(undefined)],
  ["one whose HTTP is null", inContext(null)],
  ["one whose HTTP is a text", inContext("http")],
  ["one without a method", inContext({ ...http, method: undefined })],
  ["one without a path", inContext({ ...http, path: undefined })],
  ["one whose path is a list", inContext({ ...http, path: ["/webhooks/github"] })],
  ["one without headers", { ...whole, headers: undefined }],
  ["one whose headers are null", { ...whole, headers: null }],
  ["one whose headers are a text", { ...whole, headers: "accept: */*" }],
  ["one whose header is a list", { ...whole, headers: { ...whole.headers, "x-github-event": ["ping"] } }],
  ["one whose body is an object", { ...whole, body: {} }],
  ["one whose body is a number", { ...whole, body: 0 }],
])("%s is refused", (_what, event) => {
  expect(() => pass(event)).toThrow(
    expect.objectContaining({
      name: "InvalidError",
      code: "bad_request",
      message: "The event is not an HTTP request",
    }),
  );
});
