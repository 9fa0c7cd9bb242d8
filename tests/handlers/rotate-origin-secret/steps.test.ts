import { beforeEach, expect, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { RetryableError } from "../../../core/errors.ts";
import { createHandler } from "../../../functions/rotate-origin-secret/handler.ts";
import { createTestClock } from "../../fakes/clock.ts";
import { createFakeLog } from "../../fakes/log.ts";
import { aRotationRequest, createFakeRotatingSecret, rotationSteps } from "../../fakes/rotating-secret.ts";

const context = { getRemainingTimeInMillis: () => 900_000 } as Context;

let log: ReturnType<typeof createFakeLog>;
let secret: ReturnType<typeof createFakeRotatingSecret>;
let shown: string;

beforeEach(() => {
  log = createFakeLog();
  const clock = createTestClock();
  secret = createFakeRotatingSecret("very-old", clock);
  secret.begin("second");
  shown = "very-old";
});

function invoke(request: unknown, health: () => Promise<number | null> = async () => 200): Promise<unknown> {
  const clock = createTestClock();
  const distribution = {
    showSecret: async (value: string) => {
      shown = value;
    },
    state: async () => ({ secret: shown, deployed: true }),
    health,
  };
  const pause = async () => {};
  const handler = createHandler({ log, secret, distribution, clock, pause, randomText: () => "very-new" });
  return handler(structuredClone(request) as never, context);
}

test("Secrets Manager's four invocations rotate the secret, with a log line each and no secret in it", async () => {
  for (const step of rotationSteps) await invoke(aRotationRequest(step, secret.arn));
  expect([shown, secret.value("AWSCURRENT")]).toEqual(["very-new", "very-new"]);
  expect(log.lines.map(({ level, fields }) => [level, fields.step])).toEqual(
    rotationSteps.map((step) => ["info", step]),
  );
  expect(log.text()).not.toMatch(/very-(old|new)/);
});

test.each([
  ["nothing", null],
  ["another step", { ...aRotationRequest("setSecret", "arn"), Step: "dropSecret" }],
  ["no version", { SecretId: "arn", Step: "setSecret" }],
])("an event of %s is refused permanently", async (_what, event) => {
  await expect(invoke(event)).rejects.toMatchObject({ name: "PermanentError" });
});

test("a failure says what is wrong, without the secret", async () => {
  await invoke(aRotationRequest("createSecret", secret.arn));
  await invoke(aRotationRequest("setSecret", secret.arn));
  const silent = await invoke(aRotationRequest("testSecret", secret.arn), async () => null).catch(String);
  expect(silent).toBe("RetryableError: [edge_refused] A health check through the edge got no response");
  const thrown = () => Promise.reject(new RetryableError("edge_unavailable", "edge did not"));
  await expect(invoke(aRotationRequest("testSecret", secret.arn), thrown)).rejects.toMatchObject({
    name: "RetryableError",
  });
  expect(log.text()).not.toContain("very-new");
});
