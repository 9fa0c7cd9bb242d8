import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { forwardHttp } from "../../../../local/http-api/forward-http.ts";
import type { Serverless } from "../../../../local/service.ts";
import { type Laptop, startLaptop } from "../aws/laptop.ts";

interface GatewayAnswer {
  statusCode: number;
  body: string;
}

let laptop: Laptop;
let handler: (event: object, context: { functionName: string }) => Promise<unknown>;

beforeAll(async () => {
  laptop = await startLaptop({
    functions: [{ key: "work" }, { key: "slow" }, { key: "throttled", reservedConcurrency: 0 }],
  });
  process.env.LAMBDA_URL = laptop.aws.environment.AWS_ENDPOINT_URL_LAMBDA;
  process.env.INTEGRATION_TIMEOUTS = JSON.stringify({ "test-slow": 300 });
  ({ handler } = await import("../../../../local/http-api/forward.mjs" as string));
});

afterAll(() => laptop?.stop());

const forward = (event: object, functionName = "test-work") =>
  handler(event, { functionName }) as Promise<GatewayAnswer>;

describe("a request to the HTTP API", () => {
  test("runs in the function's own process", async () => {
    expect(await forward({ key: "asked" })).toMatchObject({ event: { key: "asked" }, count: 1 });
  });

  test.each([
    ["throws", { throw: "TypeError" }],
    ["ends its process", { exit: 1 }],
  ])("whose function %s is a 500 that says nothing", async (_what, event) => {
    const { statusCode, body } = await forward(event);

    expect([statusCode, JSON.parse(body)]).toEqual([500, { message: "Internal Server Error" }]);
  });

  test.each([
    ["takes longer than the timeout of its integration", "test-slow", { hang: true }],
    ["is throttled", "test-throttled", {}],
    ["does not exist", "test-absent", {}],
  ])("whose function %s is a 503", async (_what, name, event) => {
    const { statusCode, body } = await forward(event, name);

    expect([statusCode, JSON.parse(body)]).toEqual([503, { message: "Service Unavailable" }]);
  });
});

test("serverless-offline runs the forwarder with the timeout of each integration", () => {
  const definition = { handler: "functions/receive-webhook/main.handler", name: "stack-receiveWebhook" };
  const serverless = {
    serviceDir: "/service",
    service: {
      custom: { "serverless-offline": { httpPort: "3000" } },
      functions: { receiveWebhook: { ...definition } },
      resources: {
        extensions: { HttpApiIntegrationReceiveWebhook: { Properties: { TimeoutInMillis: 9000 } } },
      },
    },
  };

  forwardHttp(serverless as unknown as Serverless, ".esbuild/.build", "http://127.0.0.1:1");

  const { functions, custom } = serverless.service;
  expect(functions.receiveWebhook).toEqual({
    ...definition,
    esbuildEntrypoint: definition.handler,
    handler: expect.stringMatching(/^\.\.\/.*\/local\/http-api\/forward\.handler$/),
    environment: {
      LAMBDA_URL: "http://127.0.0.1:1",
      INTEGRATION_TIMEOUTS: '{"stack-receiveWebhook":9000}',
    },
  });
  expect(custom["serverless-offline"]).toEqual({ httpPort: "3000", useInProcess: true, noTimeout: true });
});
