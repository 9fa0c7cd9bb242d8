import { expect, test } from "@jest/globals";
import type { Request } from "@middy/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { httpRoute } from "../../../middleware/http-route.ts";
import { type SignedEventOptions, signedEvent } from "../../fakes/webhooks/signed-event.ts";

const stackId = "6c4f1d20-3a51-11f1-9b0e-0a1b2c3d4e5f";

function route(options: SignedEventOptions, maxBytes = 10): void {
  const { before } = httpRoute({ method: "POST", path: "/webhooks/github", maxBytes });
  before?.({ event: signedEvent("ping", undefined, options) } as Request<APIGatewayProxyEventV2>);
}

test.each([0, -1, Number.NaN])("a size of %d throws when the chain is built", (maxBytes) => {
  expect(() => httpRoute({ method: "POST", path: "/", maxBytes })).toThrow(
    new TypeError("httpRoute: maxBytes must be a positive number"),
  );
});

test.each([
  ["ten letters", { body: "0123456789" }],
  ["nine bytes in base64", { body: "012345678", base64: true }],
  ["a stage in the path", { body: "", stage: "dev", path: "/dev/webhooks/github" }],
  ["the edge's id in the path", { body: "", path: `/${stackId}/webhooks/github` }],
  ["no body", { body: "" }],
])("%s pass", (_what, options) => {
  expect(() => route(options)).not.toThrow();
});

test.each([
  ["eleven letters", { body: "01234567890" }, "too_large"],
  ["six letters of two bytes", { body: "éééééé" }, "too_large"],
  ["thirteen bytes in base64", { body: "0123456789012", base64: true }, "too_large"],
  ["a longer path", { body: "", path: "/webhooks/github/" }, "not_found"],
  ["another stage's path", { body: "", stage: "dev", path: "/prod/webhooks/github" }, "not_found"],
  ["the edge's id twice", { body: "", path: `/${stackId}/${stackId}/webhooks/github` }, "not_found"],
  ["another prefix than an id", { body: "", path: "/x/webhooks/github" }, "not_found"],
  ["an id and no path", { body: "", path: `/${stackId}` }, "not_found"],
  ["another method", { body: "", method: "DELETE" }, "method_not_allowed"],
])("%s: %s", (_what, options, code) => {
  expect(() => route(options)).toThrow(expect.objectContaining({ name: "InvalidError", code }));
});

test.each([undefined, null])("an omitted body (%s) has no bytes", (body) => {
  const { before } = httpRoute({ method: "POST", path: "/webhooks/github", maxBytes: 1 });
  const event = { ...signedEvent("ping"), body };
  expect(() => before?.({ event } as unknown as Request<APIGatewayProxyEventV2>)).not.toThrow();
});

function parameterOf(path: string, stage?: string): Record<string, string | undefined> | undefined {
  const event = signedEvent("ping", undefined, { body: "", path, ...(stage && { stage }) });
  const { before } = httpRoute({ method: "POST", path: "/callbacks/{id}", maxBytes: 1 });
  before?.({ event } as Request<APIGatewayProxyEventV2>);
  return event.pathParameters;
}

test("a parameter at the end of the path is read, behind a stage or the edge's id too", () => {
  expect(parameterOf("/callbacks/a_B-9")).toEqual({ id: "a_B-9" });
  expect(parameterOf("/dev/callbacks/a", "dev")).toEqual({ id: "a" });
  expect(parameterOf(`/${stackId}/callbacks/a`)).toEqual({ id: "a" });
});

test.each(["/callbacks", "/callbacks/", "/callbacks/a/", "/callbacks/a/b", "/x/callbacks/a", "/callbacksa"])(
  "%s has no parameter: not_found",
  (path) => {
    expect(() => parameterOf(path)).toThrow(expect.objectContaining({ code: "not_found" }));
  },
);
