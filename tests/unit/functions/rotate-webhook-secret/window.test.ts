import { beforeEach, describe, expect, test } from "@jest/globals";
import { createGitHubSecret } from "../../../../adapters/github/secret.ts";
import { rotateWebhookSecret } from "../../../../functions/rotate-webhook-secret/rotate-webhook-secret.ts";
import { createTestClock, type TestClock } from "../../../fakes/clock.ts";
import {
  aRotationRequest,
  createFakeRotatingSecret,
  type FakeRotatingSecret,
  rotationSteps,
} from "../../../fakes/rotating-secret.ts";
import { readerOf } from "../../../fakes/secret-versions.ts";
import { createWebhookEndpoint } from "../../../fakes/webhook-endpoint.ts";
import { signedEvent } from "../../../fakes/webhooks/signed-event.ts";

const second = 1_000;
const hour = 3_600 * second;
const day = 24 * hour;

let clock: TestClock;
let secret: FakeRotatingSecret;
/** The secret that GitHub signs with. */
let github: string;

beforeEach(() => {
  clock = createTestClock();
  github = "old";
  const value = { webhook_secret: "old", app_id: 7, private_key: "PEM" };
  secret = createFakeRotatingSecret(JSON.stringify(value), clock);
});

/** Creates an instance of the webhook's function, which reads all versions of the secret now: a forged webhook made it. */
async function startInstance() {
  const { deliver } = createWebhookEndpoint({
    secrets: createGitHubSecret("any", readerOf(secret, clock)),
  });
  const statusOf = async (signedWith: string) =>
    (await deliver(signedEvent("ping", undefined, { payload: {}, secret: signedWith }))).status;
  await statusOf("old");
  await statusOf("forged");
  return { statusOf };
}

/** Creates instances that read the secret 130, 120, ... 10 and 0 seconds ago. */
async function startInstances() {
  const instances: Awaited<ReturnType<typeof startInstance>>[] = [];
  for (let started = 0; started < 14; started += 1) {
    if (started > 0) clock.advance(10 * second);
    instances.push(await startInstance());
  }
  const answers = async (signedWith: string) =>
    new Set(await Promise.all(instances.map(({ statusOf }) => statusOf(signedWith))));
  return { answers };
}

type Instances = Awaited<ReturnType<typeof startInstances>>;

/** Runs a complete rotation; `pause` is what happens while it waits. */
async function rotate(instances: Instances, pause: (milliseconds: number) => Promise<void>) {
  secret.begin("second");
  const afterStep: Record<string, Set<number>> = {};
  for (const step of rotationSteps) {
    await rotateWebhookSecret(aRotationRequest(step, secret.arn), {
      secret,
      clock,
      pause,
      randomToken: () => "new",
      hook: {
        async setSecret(_credentials, webhookSecret) {
          github = webhookSecret;
        },
      },
      endpoint: {
        async ping(signedWith) {
          const ok = [...(await instances.answers(signedWith))].every((status) => status === 200);
          return { ok, status: ok ? 200 : 401, code: ok ? null : "bad_signature", milliseconds: 1 };
        },
      },
    });
    afterStep[step] = await instances.answers(github);
  }
  return afterStep;
}

const accepted = new Set([200]);
const refused = new Set([401]);

describe("the time between GitHub's change and ours", () => {
  test("no instance refuses a delivery at any time of a rotation, whatever the age of its cache", async () => {
    const instances = await startInstances();
    const whileWaiting: Set<number>[] = [];
    const afterStep = await rotate(instances, async (milliseconds) => {
      for (let left = milliseconds; left > 0; left -= second) {
        clock.advance(Math.min(second, left));
        if (left % (10 * second) === 0) whileWaiting.push(await instances.answers(github));
      }
    });
    expect(whileWaiting.length).toBeGreaterThan(10);
    expect(new Set(whileWaiting.flatMap((answers) => [...answers]))).toEqual(accepted);
    expect(Object.values(afterStep)).toEqual([accepted, accepted, accepted, accepted]);
    expect(github).toBe("new");
    for (let minute = 0; minute < 10; minute += 1) {
      clock.advance(60 * second);
      expect(await instances.answers("new")).toEqual(accepted);
    }
  });

  test("without the wait, instances that read all versions in the last minute would refuse", async () => {
    const instances = await startInstances();
    await expect(rotate(instances, async () => {})).rejects.toMatchObject({ code: "pending_secret_refused" });
    expect(github).toBe("new");
    expect(await instances.answers(github)).toEqual(new Set([200, 401]));
  });
});

test("case 17: the old secret is accepted for a day after a rotation, then refused", async () => {
  const instances = await startInstances();
  await rotate(instances, async (milliseconds) => clock.advance(milliseconds));
  const since = (await secret.pending("second"))?.since ?? 0;
  clock.advance(since + day - clock() - 1);
  expect(await instances.answers("old")).toEqual(accepted);
  // The last read of each instance may be two minutes old.
  clock.advance(120 * second + 1);
  expect(await instances.answers("old")).toEqual(refused);
  expect(await instances.answers("new")).toEqual(accepted);
});

test("a secret that was never valid is always refused", async () => {
  const instances = await startInstances();
  expect(await instances.answers("guessed")).toEqual(refused);
  await rotate(instances, async (milliseconds) => clock.advance(milliseconds));
  expect(await instances.answers("guessed")).toEqual(refused);
});
