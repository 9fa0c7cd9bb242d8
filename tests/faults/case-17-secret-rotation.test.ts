import { RotateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { createGitHubHook } from "../../adapters/github/hook.ts";
import { createWebhookEndpoint } from "../../adapters/github/webhook-endpoint.ts";
import { randomToken } from "../../adapters/runtime/random-text.ts";
import { createRotatingSecret } from "../../adapters/secrets/rotating-secret.ts";
import { createHandler } from "../../functions/rotate-webhook-secret/handler.ts";
import { createFakeLog } from "../fakes/log.ts";
import { type OperatorAws, rotationLambdaArn, startOperatorAws } from "../fakes/operator-aws.ts";
import { createWebhookInstances } from "../fakes/webhook-instances.ts";
import { startWebhookServer } from "../fakes/webhook-server.ts";
import { signedEvent } from "../fakes/webhooks/signed-event.ts";
import { payments, startTestGitHub, type TestGitHub } from "../unit/local/github/support.ts";

const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;
const timers = ["setTimeout", "setInterval", "setImmediate", "nextTick", "queueMicrotask"] as const;
const others = ["clearTimeout", "clearInterval", "clearImmediate", "hrtime", "performance"] as const;

let aws: OperatorAws;
let client: SecretsManagerClient;
let instances: ReturnType<typeof createWebhookInstances>;
let github: TestGitHub;
let webhook: Awaited<ReturnType<typeof startWebhookServer>>;

async function startSecrets(credentials: { app_id: number; private_key: string }) {
  aws = await startOperatorAws({ github: { webhook_secret: "first", ...credentials } });
  client = new SecretsManagerClient({
    endpoint: aws.environment.AWS_ENDPOINT_URL ?? "",
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
}

beforeEach(() => {
  // One clock for the functions, GitHub and Secrets Manager; it advances only when the test says so.
  jest.useFakeTimers({ now: Date.parse("2026-11-23T09:00:00.000Z"), doNotFake: [...timers, ...others] });
  instances = createWebhookInstances(() => client);
});

afterEach(async () => {
  jest.useRealTimers();
  client.destroy();
  await aws.stop();
});

const pass = (milliseconds: number) => void jest.setSystemTime(Date.now() + milliseconds);

/** Starts instances that read the secret at that time, every ten seconds since, and just now. */
async function startInstances(secondsAgo: number): Promise<void> {
  await instances.start();
  for (let age = secondsAgo; age > 0; age -= 10) {
    pass(10 * second);
    await instances.start();
  }
}

describe("case 17: the secret is rotated under traffic", () => {
  beforeAll(async () => {
    webhook = await startWebhookServer((event) => instances.receive(event));
    github = await startTestGitHub({ webhookUrl: () => webhook.url });
  });

  beforeEach(async () => {
    await startSecrets({ app_id: github.appId, private_key: github.privateKey });
    const config = { secret: "first", content_type: "json" };
    await github.call("PATCH", "/app/hook/config", config, `Bearer ${github.jwt()}`);
  });

  afterAll(() => Promise.all([github.stop(), webhook.stop()]));

  /** A user comments; returns the worst status that GitHub can get from any instance. */
  async function comment(): Promise<number | undefined> {
    await github.call("POST", `${payments}/issues/7/comments`, { body: "/summary" });
    await github.deliveries.idle();
    return github.deliveries.newestFirst()[0]?.statusCode;
  }

  /** Runs RotateSecret up to its last step; calls `pause` while the rotation waits and after each step. */
  async function rotate(pause: (milliseconds: number) => Promise<void> = async (ms) => pass(ms)) {
    const handler = createHandler({
      log: createFakeLog(),
      clock: Date.now,
      pause,
      secret: createRotatingSecret("github", client),
      hook: createGitHubHook(github.url),
      endpoint: createWebhookEndpoint(webhook.url),
      randomToken,
    });
    const rotated = Promise.withResolvers<void>();
    const context = { getRemainingTimeInMillis: () => 300_000 } as Context;
    aws.rotationFunction = async (event) => {
      try {
        await handler(event as never, context);
        await pause(second);
        if (event.Step === "finishSecret") rotated.resolve();
      } catch (error) {
        rotated.reject(error);
      }
    };
    const schedule = { RotationLambdaARN: rotationLambdaArn, RotationRules: { AutomaticallyAfterDays: 30 } };
    await client.send(new RotateSecretCommand({ SecretId: "github", ...schedule }));
    await rotated.promise;
  }

  test("no comment is refused during a rotation, whichever instance gets it, and forged signatures change nothing", async () => {
    await startInstances(120);
    const statuses: (number | undefined)[] = [];
    const guesses: number[] = [];
    async function traffic(milliseconds: number) {
      for (let left = milliseconds; left > 0; left -= 10 * second) {
        pass(Math.min(left, 10 * second));
        statuses.push(await comment());
        guesses.push(...(await instances.statuses({ secret: "guessed" })));
      }
    }

    await traffic(minute);
    await rotate(traffic);
    await traffic(2 * minute);
    const { webhook_secret } = aws.value("github") ?? {};
    const { body = "", requestHeaders } = github.deliveries.newestFirst()[0] ?? {};
    const { headers } = signedEvent("any", undefined, { body, secret: String(webhook_secret) });
    expect(webhook_secret).not.toBe("first");
    expect(requestHeaders?.["X-Hub-Signature-256"]).toBe(headers["x-hub-signature-256"]);
    expect(statuses.length).toBeGreaterThan(30);
    expect(new Set(statuses)).toEqual(new Set([202]));
    expect(new Set(guesses)).toEqual(new Set([401]));
    expect(instances.queued()).toEqual(instances.each(statuses.length));
  });

  test("both secrets are accepted for a day; then the old one is refused without a trace", async () => {
    await startInstances(120);
    const began = Date.now();
    await rotate();
    const secret = String(aws.value("github")?.webhook_secret);
    for (const since of [0, day / 2, day - second]) {
      jest.setSystemTime(Math.max(Date.now(), began + since));
      expect(await instances.statuses({ secret: "first" })).toEqual(instances.each(202));
      expect(await instances.statuses({ secret })).toEqual(instances.each(202));
    }
    const queued = instances.queued();
    // An instance may cache the secrets for two minutes.
    jest.setSystemTime(began + day + 2 * minute);
    expect(await instances.statuses({ secret: "first" })).toEqual(instances.each(401));
    expect(instances.queued()).toEqual(queued);
    expect(await comment()).toBe(202);
  });

  test("a second rotation ends the overlap of the first", async () => {
    await startInstances(0);
    await rotate();
    await rotate();
    pass(2 * minute);
    expect(await instances.statuses({ secret: "first" })).toEqual([401]);
    expect(await comment()).toBe(202);
  });
});

describe("case 17: a flood of bad signatures", () => {
  beforeEach(() => startSecrets({ app_id: 42, private_key: "PEM" }));

  const calls = () => aws.calls.filter((call) => call === "secretsmanager.GetSecretValue").length;
  /** Each version of the secret takes its own call. */
  const callsPerRead = 3;

  test("costs each instance one read a minute, and valid requests are accepted", async () => {
    await startInstances(20);
    const before = calls();
    for (let passed = 0; passed < 5 * minute; passed += 2 * second) {
      pass(2 * second);
      for (const secret of ["a", "b"]) {
        expect(await instances.statuses({ secret })).toEqual(instances.each(401));
      }
      expect(await instances.statuses({ secret: "first" })).toEqual(instances.each(202));
    }
    expect(calls() - before).toBe(instances.each(5 * callsPerRead).reduce((sum, each) => sum + each));
  });

  test("causes one read if all arrive at once", async () => {
    await startInstances(0);
    pass(minute);
    const before = calls();
    const bad = Array.from({ length: 200 }, (_, n) => instances.statuses({ secret: `guess-${n}` }));
    expect(new Set((await Promise.all(bad)).flat())).toEqual(new Set([401]));
    expect(calls() - before).toBe(callsPerRead);
  });

  test("causes no read if the signatures are malformed", async () => {
    await startInstances(0);
    pass(10 * minute);
    const before = calls();
    for (const signature of [undefined, "", "sha256=", "sha1=0123", `sha256=${"0".repeat(63)}`]) {
      expect(await instances.statuses({ headers: { "x-hub-signature-256": signature } })).toEqual([401]);
    }
    expect(calls()).toBe(before);
  });
});
