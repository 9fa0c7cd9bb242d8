import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { maxAuthorityAgeMs } from "../../core/authority/confirm-authority.ts";
import { asRecord } from "../../core/json-value.ts";
import { readKeptAnswer } from "../../operator/stack/jobs/kept-answer.ts";
import { recordRequests, type SentRequest } from "../fakes/github.ts";
import { createFakePayloadStore } from "../fakes/payload-store.ts";
import { aPolicy } from "../fakes/records/policy.ts";
import { startTestService, type TestPullRequest, type TestService } from "../fakes/test-service.ts";

const payloads = createFakePayloadStore();
let service: TestService;
let pull: TestPullRequest;
let number = 2_200;
/** By how much the functions' clock is ahead of GitHub's. */
let aheadMs = 0;
let work = async (): Promise<string> => "All good.";

beforeAll(async () => {
  service = await startTestService({
    stores: { payloads },
    clock: () => Date.now() + aheadMs,
    policy: aPolicy({ rollout: { default: "shadow-run", canary_percentage: 0, rules: [] } }),
    model: async () => ({ outcome: "answered", markdown: await work(), usage: null }),
  });
});

beforeEach(() => {
  number += 1;
  pull = service.pull(number);
  work = async () => "All good.";
});

afterAll(() => service.stop());

/** Only tokens and queries may be sent: everything else that is not a GET changes something on GitHub. */
const writes = ({ sent }: { sent: SentRequest[] }) =>
  sent.filter((request) => request.method !== "GET" && !isRead(request));

function isRead({ path, body }: SentRequest): boolean {
  return path.includes("/access_tokens") || /^\s*query\b/.test(String(asRecord(body).query));
}

/** Posts a command and runs everything. Returns the requests that change something on GitHub. */
async function writesAfter(post: () => Promise<unknown>): Promise<SentRequest[]> {
  await post();
  const requests = recordRequests();
  try {
    await service.settle();
  } finally {
    requests.stop();
  }
  return writes(requests);
}

test("the employee runs, its answer is kept, and nothing is written to GitHub", async () => {
  const long = `${"A finding with @octavia and /cancel. ".repeat(3_000)}\n\nghp_${"a".repeat(36)}`;
  work = async () => long;
  expect(await writesAfter(() => pull.comment("octavia", "/security look"))).toEqual([]);
  const job = await pull.job();
  expect(job).toMatchObject({ mode: "shadow-run", state: "IGNORED", outcome: "answered", comment: null });
  const { text } = (await readKeptAnswer(job, { payloads })) ?? {};
  expect(text).toContain("A finding with <code>@octavia</code>");
  expect(text).not.toContain("ghp_a");
});

test("a command on the diff leaves no trace either", async () => {
  expect(await writesAfter(() => pull.commentOnDiff("octavia", "/security"))).toEqual([]);
  expect(await pull.job()).toMatchObject({ state: "IGNORED", outcome: "answered" });
});

test("a refusal is recorded, and the employee does not run", async () => {
  let ran = false;
  work = async () => {
    ran = true;
    return "";
  };
  expect(await writesAfter(() => pull.comment("rita", "/security"))).toEqual([]);
  expect(await pull.job().catch(() => null)).toBeNull();
  expect(ran).toBe(false);
});

test("a failure is recorded", async () => {
  work = () => Promise.reject(new Error("broken"));
  expect(await writesAfter(() => pull.comment("octavia", "/security"))).toEqual([]);
  const job = await pull.job();
  expect(job).toMatchObject({ state: "IGNORED", outcome: "failed", comment: null });
  expect(job.last_event.reason).toMatch(/^shadow-run, would be /);
  expect(await readKeptAnswer(job, { payloads })).toBeNull();
});

test("authority that is lost while the employee works is recorded beside the answer", async () => {
  work = async () => {
    service.repository.roles.set("octavia", "read");
    aheadMs += maxAuthorityAgeMs;
    return "Too late.";
  };
  expect(await writesAfter(() => pull.comment("octavia", "/security"))).toEqual([]);
  service.repository.roles.set("octavia", "write");
  const job = await pull.job();
  expect(job).toMatchObject({ state: "IGNORED", refusals: [{ code: "permission" }] });
  expect((await readKeptAnswer(job, { payloads }))?.text).toBe("Too late.");
});

test("/cancel and /retry only record: their work is a visible effect", async () => {
  expect(await writesAfter(() => pull.comment("octavia", "/help"))).toEqual([]);
  expect(await writesAfter(() => pull.comment("octavia", "/cancel"))).toEqual([]);
});

test("a kept answer that the bucket no longer has is named", async () => {
  await writesAfter(() => pull.comment("octavia", "/security"));
  const job = await pull.job();
  expect(await readKeptAnswer(job, { payloads: createFakePayloadStore() })).toEqual({
    text: null,
    problem: "the payload bucket no longer has it",
  });
});
