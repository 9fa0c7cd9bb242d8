import { beforeEach, describe, expect, test } from "@jest/globals";
import { propagationMs } from "../../../../core/rotation/await-propagation.ts";
import type { RotationRequest } from "../../../../core/rotation/rotation-request.schema.ts";
import { rotateOriginSecret } from "../../../../functions/rotate-origin-secret/rotate-origin-secret.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { aRotationRequest, createFakeRotatingSecret, rotationSteps } from "../../../fakes/rotating-secret.ts";

/** An edge that takes some time to change, and an origin that accepts the labelled versions of its secret. */
function setUp() {
  const clock = createTestClock();
  const secret = createFakeRotatingSecret("old", clock);
  const edge = {
    configured: "old",
    shows: "old",
    /** Time at which every edge location sends the configured secret. */
    doneAt: 0,
    takesMs: 300_000,
    changes: [] as { value: string; at: number }[],
    broken: false,
    keptUntil: 0,
  };
  let texts = 0;
  const accepted = () => ["AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"].map((label) => secret.value(label));
  const ports = {
    secret,
    clock,
    pause: async (milliseconds: number) => clock.advance(milliseconds),
    randomText: () => {
      texts += 1;
      return `text-${texts}`;
    },
    distribution: {
      async showSecret(value: string) {
        if (edge.configured === value) return;
        edge.configured = value;
        edge.doneAt = clock() + edge.takesMs;
        edge.changes.push({ value, at: clock() });
      },
      async state() {
        const deployed = clock() >= edge.doneAt;
        if (deployed && edge.shows !== edge.configured) {
          edge.shows = edge.configured;
          edge.keptUntil = clock() + 10_000;
        }
        return { secret: edge.configured, deployed };
      },
      async health() {
        if (clock() < edge.keptUntil) return 200;
        if (edge.broken) return 503;
        return accepted().includes(edge.shows) ? 200 : 403;
      },
    },
  };
  const step = (name: RotationRequest["Step"]) =>
    rotateOriginSecret(aRotationRequest(name, secret.arn), ports);
  return { clock, secret, edge, step };
}

let world: ReturnType<typeof setUp>;

beforeEach(() => {
  world = setUp();
  world.secret.begin("second");
});

test("the edge sends the new secret, and the old one becomes the previous one", async () => {
  const { secret, edge, step } = world;
  for (const name of rotationSteps) expect(await step(name)).toEqual({ step: name, outcome: "done" });
  expect(edge.shows).toBe("text-1");
  expect([secret.value("AWSCURRENT"), secret.value("AWSPREVIOUS")]).toEqual(["text-1", "old"]);
});

test("the edge changes only when every instance knows the new secret", async () => {
  const { clock, edge, step } = world;
  const created = clock();
  await step("createSecret");
  clock.advance(50_000);
  await step("setSecret");
  expect(edge.changes).toEqual([{ value: "text-1", at: created + propagationMs }]);
});

test("a repeated step changes the edge once", async () => {
  for (const name of rotationSteps) {
    await world.step(name);
    await world.step(name);
  }
  expect(world.edge.changes).toHaveLength(1);
});

describe("the test", () => {
  beforeEach(async () => {
    await world.step("createSecret");
    await world.step("setSecret");
  });

  test("waits until every edge location sends the new secret, and for an uncached response", async () => {
    const { clock, edge, step } = world;
    await step("testSecret");
    expect(clock()).toBeGreaterThanOrEqual(edge.doneAt + 10_000);
    expect(clock()).toBeLessThan(edge.doneAt + 60_000);
  });

  test("gives up before the function times out, if the edge takes long", async () => {
    const { clock, edge, step, secret } = world;
    const began = clock();
    edge.doneAt = clock() + 3_600_000;
    await expect(step("testSecret")).rejects.toMatchObject({
      name: "RetryableError",
      code: "edge_not_deployed",
    });
    expect(clock() - began).toBeLessThan(900_000 - propagationMs);
    expect(secret.value("AWSCURRENT")).toBe("old");
  });

  test("fails while the origin does not respond through the edge, and succeeds afterwards", async () => {
    const { edge, step, secret } = world;
    edge.broken = true;
    await expect(step("testSecret")).rejects.toMatchObject({ name: "RetryableError", code: "edge_refused" });
    expect(secret.value("AWSCURRENT")).toBe("old");
    edge.broken = false;
    for (const name of rotationSteps) await step(name);
    expect(secret.value("AWSCURRENT")).toBe("text-1");
    expect(edge.changes).toHaveLength(1);
  });

  test("notices another change of the edge, such as a deployment, and sets the secret again", async () => {
    const { edge, step, secret } = world;
    edge.configured = "old";
    await expect(step("testSecret")).rejects.toMatchObject({ name: "RetryableError", code: "edge_changed" });
    for (const name of rotationSteps) await step(name);
    expect([edge.shows, secret.value("AWSCURRENT")]).toEqual(["text-1", "text-1"]);
  });
});

test("the test of a schedule, with a copy of the current value, sends no request to the edge", async () => {
  const { clock, secret, edge, step } = world;
  await secret.putPending("second", "old");
  edge.broken = true;
  const before = clock();
  expect(await step("testSecret")).toEqual({ step: "testSecret", outcome: "done" });
  expect(clock()).toBe(before);
});
