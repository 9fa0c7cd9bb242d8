import { beforeEach, describe, expect, test } from "@jest/globals";
import type { AppCredentials } from "../../../../core/app/app-secret.ts";
import { RetryableError } from "../../../../core/errors.ts";
import { propagationMs } from "../../../../core/rotation/await-propagation.ts";
import type { RotationRequest } from "../../../../core/rotation/rotation-request.schema.ts";
import { rotateWebhookSecret } from "../../../../functions/rotate-webhook-secret/rotate-webhook-secret.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { aRotationRequest, createFakeRotatingSecret, rotationSteps } from "../../../fakes/rotating-secret.ts";

type Step = RotationRequest["Step"];

const complete = { webhook_secret: "old", app_id: 7, private_key: "PEM", note: "kept" };

function setUp(current: object = complete) {
  const clock = createTestClock();
  const secret = createFakeRotatingSecret(JSON.stringify(current), clock);
  const told: { credentials: AppCredentials; secret: string; at: number }[] = [];
  const pinged: string[] = [];
  let tokens = 0;
  const state = { github: "up" as "up" | "down", endpoint: "up" as "up" | "down" };
  const ports = {
    secret,
    clock,
    pause: async (milliseconds: number) => clock.advance(milliseconds),
    randomToken: () => `token-${++tokens}`,
    hook: {
      async setSecret(credentials: AppCredentials, webhookSecret: string) {
        if (state.github === "down") throw new RetryableError("github_failed", "GitHub failed (HTTP 500)");
        told.push({ credentials, secret: webhookSecret, at: clock() });
      },
    },
    endpoint: {
      async ping(signedWith: string) {
        pinged.push(signedWith);
        return state.endpoint === "up"
          ? { ok: true, status: 200, code: null, milliseconds: 5 }
          : { ok: false, status: 401, code: "bad_signature", milliseconds: 5 };
      },
    },
  };
  const step = (name: Step) => rotateWebhookSecret(aRotationRequest(name, secret.arn), ports);
  const value = (label: string) => JSON.parse(secret.value(label) ?? "null");
  return { clock, secret, told, pinged, state, step, value };
}

let world: ReturnType<typeof setUp>;

beforeEach(() => {
  world = setUp();
  world.secret.begin("second");
});

test("the four steps change the webhook secret here and at GitHub, and nothing else", async () => {
  const created = world.clock();
  for (const name of rotationSteps) expect(await world.step(name)).toEqual({ step: name, outcome: "done" });
  expect(world.value("AWSCURRENT")).toEqual({ ...complete, webhook_secret: "token-1" });
  expect(world.value("AWSPREVIOUS")).toEqual(complete);
  expect(world.told).toEqual([
    {
      credentials: { app_id: 7, private_key: "PEM" },
      secret: "token-1",
      at: created + propagationMs,
    },
  ]);
  expect(world.pinged).toEqual(["token-1"]);
});

test("GitHub gets the new secret two minutes after it was stored, not after the step started", async () => {
  await world.step("createSecret");
  const known = world.clock() + propagationMs;
  world.clock.advance(100_000);
  await world.step("setSecret");
  expect(world.told.map(({ at }) => at)).toEqual([known]);
});

describe("a failed step keeps the old secret current, and the next attempt continues", () => {
  test("GitHub does not respond", async () => {
    world.state.github = "down";
    await world.step("createSecret");
    await expect(world.step("setSecret")).rejects.toMatchObject({ code: "github_failed" });
    expect(world.value("AWSCURRENT")).toEqual(complete);

    world.state.github = "up";
    for (const name of rotationSteps) await world.step(name);
    expect(world.told.map(({ secret }) => secret)).toEqual(["token-1"]);
    expect(world.value("AWSCURRENT").webhook_secret).toBe("token-1");
  });

  test("GitHub has the secret, but the endpoint refuses", async () => {
    world.state.endpoint = "down";
    await world.step("createSecret");
    await world.step("setSecret");
    await expect(world.step("testSecret")).rejects.toMatchObject({
      name: "RetryableError",
      code: "pending_secret_refused",
      message: "A ping signed with the pending secret got 401 (bad_signature)",
    });
    expect(world.value("AWSCURRENT")).toEqual(complete);
    expect(world.value("AWSPENDING").webhook_secret).toBe("token-1");

    world.state.endpoint = "up";
    const before = world.clock();
    for (const name of rotationSteps) await world.step(name);
    // GitHub gets the same secret again, without a wait: every instance knows it already.
    expect(world.told.map(({ secret }) => secret)).toEqual(["token-1", "token-1"]);
    expect(world.clock()).toBe(before);
    expect(world.value("AWSCURRENT").webhook_secret).toBe("token-1");
  });
});

test.each([
  ["has no App yet", { webhook_secret: "old", app_id: 0, private_key: "" }],
  ["has no key", { webhook_secret: "old", app_id: 7 }],
])("a stack that %s gets an error, and nothing changes", async (_what, current) => {
  const { secret, step, told, value } = setUp(current);
  secret.begin("second");
  await expect(step("createSecret")).rejects.toMatchObject({
    name: "PermanentError",
    code: "secret_incomplete",
    message: expect.stringContaining("pr-automation secrets set"),
  });
  expect(value("AWSCURRENT")).toEqual(current);
  expect(secret.value("AWSPENDING")).toBeUndefined();
  expect(told).toEqual([]);
});

test("a secret that is not JSON is not quoted", async () => {
  const secret = createFakeRotatingSecret("gho_verysecret");
  secret.begin("second");
  const { pinged } = world;
  const failure: unknown = await rotateWebhookSecret(aRotationRequest("createSecret", secret.arn), {
    secret,
    clock: () => 0,
    pause: async () => {},
    randomToken: () => "never",
    hook: { async setSecret() {} },
    endpoint: { ping: async () => ({ ok: true, status: 200, code: null, milliseconds: 0 }) },
  }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "secret_malformed" });
  expect(String(failure)).not.toContain("verysecret");
  expect(pinged).toEqual([]);
});

test("the test of a new schedule, with a copy of the current secret, needs no endpoint", async () => {
  world.state.endpoint = "down";
  await world.secret.putPending("second", JSON.stringify(complete));
  expect(await world.step("testSecret")).toEqual({ step: "testSecret", outcome: "done" });
  expect(world.pinged).toEqual([]);
});
