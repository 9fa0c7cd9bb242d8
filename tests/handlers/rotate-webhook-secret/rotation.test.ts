import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import {
  DescribeSecretCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createGitHubHook } from "../../../adapters/github/hook.ts";
import { createGitHubSecret } from "../../../adapters/github/secret.ts";
import { createWebhookEndpoint } from "../../../adapters/github/webhook-endpoint.ts";
import { randomToken } from "../../../adapters/runtime/random-text.ts";
import { createRotatingSecret } from "../../../adapters/secrets/rotating-secret.ts";
import { createSecretReader } from "../../../adapters/secrets/secret-reader.ts";
import { createHandler } from "../../../functions/rotate-webhook-secret/handler.ts";
import { createFakeLog } from "../../fakes/log.ts";
import { type OperatorAws, rotationLambdaArn, startOperatorAws } from "../../fakes/operator-aws.ts";
import { createWebhookEndpoint as createReceiver } from "../../fakes/webhook-endpoint.ts";
import { signedEvent } from "../../fakes/webhooks/signed-event.ts";
import { until } from "../../unit/local/aws/until.ts";
import { startTestGitHub, type TestGitHub } from "../../unit/local/github/support.ts";

let aws: OperatorAws;
let github: TestGitHub;
let server: Server;
let client: SecretsManagerClient;
const log = createFakeLog();
/** Every wait ends at once and advances the clock. */
let waited = 0;
const clock = () => Date.now() + waited;

beforeAll(async () => {
  server = await startReceiver();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/github`;
  github = await startTestGitHub({ webhookUrl: url, webhookSecret: "old" });
  const value = { webhook_secret: "old", app_id: github.appId, private_key: github.privateKey };
  aws = await startOperatorAws({ github: value });
  client = new SecretsManagerClient({
    endpoint: aws.environment.AWS_ENDPOINT_URL ?? "",
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const handler = createHandler({
    log,
    clock,
    async pause(milliseconds) {
      waited += milliseconds;
    },
    secret: createRotatingSecret("github", client),
    hook: createGitHubHook(github.url),
    endpoint: createWebhookEndpoint(url),
    randomToken,
  });
  const context = { getRemainingTimeInMillis: () => 300_000 };
  aws.rotationFunction = (event) => handler(event as never, context as never) as Promise<unknown>;
});

afterAll(async () => {
  client.destroy();
  server.closeAllConnections();
  await Promise.all([github.stop(), aws.stop(), new Promise((resolve) => server.close(resolve))]);
});

/** Serves the webhook's function on a port, as the HTTP API calls it. */
async function startReceiver(): Promise<Server> {
  let receiver: ReturnType<typeof createReceiver> | null = null;
  const listening = createServer(async (request, response) => {
    receiver ??= createReceiver({
      secrets: createGitHubSecret("github", createSecretReader("github", clock, client)),
    });
    const body = await buffer(request);
    const headers = request.headers as Record<string, string>;
    const answer = await receiver.deliver(signedEvent("any", undefined, { body, headers }));
    response.writeHead(answer.status).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  return listening;
}

/** Posts a comment, which GitHub delivers; returns the response to GitHub. */
async function deliver(): Promise<number | undefined> {
  await github.call("POST", "/repos/octo-demo/payments/issues/7/comments", { body: "/summary" });
  await github.deliveries.idle();
  return github.deliveries.newestFirst()[0]?.statusCode;
}

test("case 17: the secret changes at GitHub and here, and deliveries before and after are accepted", async () => {
  expect(await deliver()).toBe(202);
  const schedule = { RotationLambdaARN: rotationLambdaArn, RotationRules: { AutomaticallyAfterDays: 30 } };
  await client.send(new RotateSecretCommand({ SecretId: "github", ...schedule }));
  await until(async () => {
    const described = await client.send(new DescribeSecretCommand({ SecretId: "github" }));
    return described.LastRotatedDate !== undefined;
  });

  const current = aws.value("github");
  expect(current?.webhook_secret).toMatch(/^[A-Za-z0-9_-]{48}$/);
  expect(current).toMatchObject({ app_id: github.appId, private_key: github.privateKey });
  expect(aws.value("github", "AWSPREVIOUS")?.webhook_secret).toBe("old");
  expect(await deliver()).toBe(202);
  const signature = github.deliveries.newestFirst()[0]?.requestHeaders["X-Hub-Signature-256"];
  const { body } = github.deliveries.newestFirst()[0] ?? { body: "" };
  const signed = signedEvent("any", undefined, { body, secret: String(current?.webhook_secret) });
  expect(signature).toBe(signed.headers["x-hub-signature-256"]);
});

test("each step is logged, without the secret", () => {
  const steps = log.lines.map(({ fields }) => fields.step);
  expect(steps).toEqual(["createSecret", "setSecret", "testSecret", "finishSecret"]);
  expect(log.text()).not.toContain(String(aws.value("github")?.webhook_secret));
  expect(log.text()).not.toContain("PRIVATE KEY");
});

test("an event that is not a rotation step is refused", async () => {
  await expect(
    aws.rotationFunction({ SecretId: "x", ClientRequestToken: "y", Step: "other" }),
  ).rejects.toThrow("invalid_input");
});
