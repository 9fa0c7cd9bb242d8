import { beforeEach, describe, expect, test } from "@jest/globals";
import { sha256 } from "../../../../adapters/runtime/sha256.ts";
import type { CheckContent } from "../../../../core/checks/check-runs.ts";
import { readRequest } from "../../../../core/checks/read-request.ts";
import { classifyWebhook } from "../../../../core/deliveries/classify-webhook.ts";
import type { WebhookPayload } from "../../../../core/deliveries/webhook.schema.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { jobId } from "../../../../core/jobs/job-id.ts";
import { createFakeCheckRuns } from "../../../fakes/check-runs.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { createFakeJobStore } from "../../../fakes/job-store.ts";
import { aCheckContent } from "../../../fakes/records/check-content.ts";
import { aCheckRunWebhook, aCheckSuiteWebhook } from "../../../fakes/records/check-webhook.ts";
import { aJob } from "../../../fakes/records/job.ts";
import { headSha } from "../../../fakes/records/pull-request.ts";
import { createFakeRepositoryReader } from "../../../fakes/repository-reader.ts";

const summaryId = "abcdefghijklmnopqrstuvwxyz-summary";
const check = { sha: headSha, id: 901, status: "completed", attempt: 1 } as const;
const clock = createTestClock();
let jobs = createFakeJobStore(clock);
let checks = createFakeCheckRuns();

beforeEach(() => {
  jobs = createFakeJobStore(clock);
  checks = createFakeCheckRuns();
  jobs.put(aJob({ state: "NOTIFIED", outcome: "answered", check, pr_number: 41 }));
});

/** GitHub shows the check run as the webhook does. */
function shows({ check_run }: WebhookPayload): void {
  const { external_id, completed_at, started_at, conclusion } = check_run ?? aCheckRunWebhook(null).check_run;
  const shown = { external_id: external_id ?? "", status: "completed" as const, completed_at };
  const content = aCheckContent({ ...shown, conclusion: conclusion as CheckContent["conclusion"] });
  checks.runs.push({ ...content, started_at: started_at ?? "", id: 901, sha: headSha, unlisted: false });
}

function read(payload: WebhookPayload, laterMs = 0) {
  if (payload.check_run && checks.runs.length === 0) shows(payload);
  const event_type = payload.check_suite ? "check_suite" : "check_run";
  const classified = classifyWebhook(
    { delivery_id: "d", hook_id: "h", event_type, payload },
    { sha256, clock },
  );
  if (classified.kind !== "accepted") throw new Error(classified.kind);
  const reader = createFakeRepositoryReader();
  return readRequest(classified.envelope, payload, { jobs, checks, reader, clock: () => clock() + laterMs });
}

async function commandsOf(payload: WebhookPayload) {
  const found = await read(payload);
  if ("ignored" in found) return found.ignored;
  return found.request.comment.commands.map(({ name, text, employee }) => [name, text, employee ?? null]);
}

test("a click is a request of its sender on the job's pull request", async () => {
  expect(await read(aCheckRunWebhook("retry", { pull_requests: [] }))).toMatchObject({
    envelope: { pr_number: 41, sender: { login: "wendy" }, event_type: "check_run" },
    request: {
      author: "wendy",
      // The clock of GitHub, which dates the answer, may be behind.
      source: { kind: "check_run", id: 901, created_at: "2026-11-23T08:59:50.000Z" },
    },
  });
});

test.each(["retry", "cancel"])("%s names its job", async (button) => {
  expect(await commandsOf(aCheckRunWebhook(button))).toEqual([[button, summaryId, button]]);
});

describe("Re-run", () => {
  test("of an answered job gives its command again, to its employee alone", async () => {
    jobs.put(aJob({ check, command: { name: "review", text: 'depth=2 "all of it"', arguments: {} } }));
    expect(await commandsOf(aCheckRunWebhook(null))).toEqual([["review", 'depth=2 "all of it"', "summary"]]);
  });

  test.each(["failure", "action_required", "cancelled", null])(
    "of a job that ended as %s retries it",
    async (conclusion) => {
      expect(await commandsOf(aCheckRunWebhook(null, { conclusion }))).toEqual([
        ["retry", summaryId, "retry"],
      ]);
    },
  );
});

describe("nothing is done for a check run", () => {
  test.each([
    ["another App", { app: { id: 7 } }, "foreign_check_run"],
    ["an App that GitHub does not name", { app: null }, "foreign_check_run"],
    ["no job", { external_id: null }, "unknown_check_run"],
    ["an empty id", { external_id: "" }, "unknown_check_run"],
    ["what is not the id of a job", { external_id: "intent#../x" }, "unknown_check_run"],
    ["a job that does not exist", { external_id: `${"b".repeat(26)}-summary` }, "unknown_check_run"],
  ])("of %s", async (_what, change, reason) => {
    expect(await read(aCheckRunWebhook("retry", change))).toEqual({ ignored: reason });
  });

  test.each<[string, Partial<Job>]>([
    ["a job of another repository", { repo_id: 78 }],
    ["a job in shadow", { mode: "shadow" }],
  ])("of %s", async (_what, change) => {
    jobs.put(aJob({ check, ...change }));
    expect(await read(aCheckRunWebhook("cancel"))).toEqual({ ignored: "unknown_check_run" });
  });

  test("of a job that was never shown", async () => {
    jobs.put(aJob());
    expect(await read(aCheckRunWebhook("cancel"))).toEqual({ ignored: "unknown_check_run" });
  });
});

describe("a click that GitHub does not confirm", () => {
  const old = { completed_at: "2026-11-23T09:01:00Z" };

  test.each<[string, string | null, object]>([
    ["an earlier attempt, on Retry", "retry", old],
    ["an earlier attempt, on Re-run", null, old],
    ["an earlier attempt, on Cancel", "cancel", { started_at: "2026-11-23T08:00:00Z" }],
    ["another conclusion", null, { conclusion: "failure" }],
    ["another job", "retry", { external_id: `${"b".repeat(26)}-summary` }],
  ])("because it is of %s, does nothing", async (_what, button, change) => {
    jobs.put(aJob({ job_id: `${"b".repeat(26)}-summary`, check }));
    shows(aCheckRunWebhook(button));
    const found = await read(aCheckRunWebhook(button, change), 30_000);
    expect(found).toEqual({ ignored: "outdated_check_run" });
  });

  test("is repeated while GitHub may not show the check run yet", async () => {
    shows(aCheckRunWebhook("retry"));
    await expect(read(aCheckRunWebhook("retry", old))).rejects.toMatchObject({ name: "RetryableError" });
  });

  test("counts if an earlier attempt at the same delivery has created its job", async () => {
    const first = await read(aCheckRunWebhook("retry"));
    const intent = "envelope" in first ? first.envelope.intent_key : "";
    jobs.put(aJob({ job_id: jobId(intent, "retry", 1), employee: "retry" }));
    Object.assign(checks.runs[0] ?? {}, { conclusion: null, completed_at: null });
    expect(await commandsOf(aCheckRunWebhook("retry"))).toEqual([["retry", summaryId, "retry"]]);
  });

  test("on Cancel counts although the job has ended meanwhile", async () => {
    const running = { conclusion: null, completed_at: null };
    shows(aCheckRunWebhook("cancel"));
    expect(await commandsOf(aCheckRunWebhook("cancel", running))).toEqual([["cancel", summaryId, "cancel"]]);
  });
});

describe("Re-run all checks", () => {
  const other = `${"b".repeat(26)}-security`;

  async function shown(external_id: string, conclusion: "neutral" | "failure" | null) {
    const status = conclusion === null ? "in_progress" : "completed";
    await checks.create(aJob(), headSha, aCheckContent({ external_id, status, conclusion }));
  }

  test("asks again for what was answered, and retries the rest", async () => {
    jobs.put(aJob({ job_id: other, employee: "security", check, pr_number: 41 }));
    await shown(summaryId, "neutral");
    await shown(other, "failure");
    expect(await commandsOf(aCheckSuiteWebhook())).toEqual([
      ["summary", "", "summary"],
      ["retry", other, "retry"],
    ]);
  });

  test("leaves out running jobs and check runs that belong to no job", async () => {
    jobs.put(aJob({ job_id: other, employee: "security", check, pr_number: 41 }));
    await shown(summaryId, "neutral");
    await shown(other, null);
    await shown("", "failure");
    expect(await commandsOf(aCheckSuiteWebhook())).toEqual([["summary", "", "summary"]]);
  });

  test("takes the newest check run of an employee, on the pull request of the newest job", async () => {
    const later = `${"c".repeat(26)}-summary`;
    const created_at = "2026-11-23T10:00:00.000Z";
    jobs.put(aJob({ job_id: other, employee: "security", check, pr_number: 40 }));
    jobs.put(aJob({ job_id: later, check, pr_number: 41, created_at }));
    await shown(summaryId, "failure");
    await shown(later, "failure");
    await shown(other, "failure");
    expect(await commandsOf(aCheckSuiteWebhook())).toEqual([["retry", later, "retry"]]);
  });

  test("runs at most ten", async () => {
    for (let n = 10; n < 25; n += 1) {
      const job_id = `${"d".repeat(26)}-e${n}`;
      jobs.put(aJob({ job_id, employee: `e${n}`, check }));
      await shown(job_id, "failure");
    }
    expect(await commandsOf(aCheckSuiteWebhook())).toHaveLength(10);
  });

  test("does nothing on a commit without jobs", async () => {
    expect(await read(aCheckSuiteWebhook())).toEqual({ ignored: "unknown_check_run" });
  });
});
