import { expect, test } from "@jest/globals";
import { isHistoryRecord } from "../../../../core/generated/validators.mjs";
import { historyRecordSchema } from "../../../../core/jobs/history-record.schema.ts";
import { historyRecord } from "../../../../core/jobs/history-record.ts";
import { aComment, aHistory, answered } from "../../../fakes/records/history.ts";
import { aJob } from "../../../fakes/records/job.ts";

test("a job's creation is its first transition", async () => {
  const [first] = await aHistory({ received_at: "2026-11-23T08:59:59.000Z" }, []);
  expect(first).toEqual({
    job_id: "abcdefghijklmnopqrstuvwxyz-summary",
    n: 1,
    from_state: null,
    to_state: "RECEIVED",
    at: "2026-11-23T09:00:00.000Z",
    age_ms: 0,
    actor: "test",
    reason: "prepared",
    attempt: 1,
    mode: "active",
    outcome: null,
    employee: "summary",
    command: "summary",
    repo: "octo-demo/payments",
    repo_id: 77,
    pr_number: 7,
    source_kind: "issue_comment",
    source_id: 9001,
    comment_id: null,
    intent_key: "5".repeat(64),
    delivery_id: "4f2d8c1e-0000-4000-8000-000000000001",
    hook_id: "300",
    execution_arn: null,
    input_tokens: null,
    output_tokens: null,
    received_at: "2026-11-23T08:59:59.000Z",
    created_at: "2026-11-23T09:00:00.000Z",
    cost_micros: null,
    model: null,
  });
});

test("each transition is one record with the values of that time", async () => {
  const records = await aHistory({}, answered(2, 30, 77));
  expect(records.map(({ n, to_state, age_ms }) => [n, to_state, age_ms])).toEqual([
    [1, "RECEIVED", 0],
    [2, "VALIDATED", 0],
    [3, "DISPATCHED", 0],
    [4, "WORKER_RUNNING", 2_000],
    [5, "WORKER_SUCCEEDED", 32_000],
    [6, "NOTIFIED", 33_000],
  ]);
  expect(records.map(({ comment_id }) => comment_id)).toEqual([null, null, null, 77, 77, 77]);
  expect(records.map(({ outcome }) => outcome)).toEqual([null, null, null, null, "answered", "answered"]);
});

test("a write without a transition has no record", () => {
  const before = aJob();
  const claimed = { ...before, fence: before.fence + 1, updated_at: "2026-11-23T09:00:05.000Z" };
  expect(historyRecord(before, claimed)).toBeNull();
  expect(historyRecord(claimed, { ...claimed, comment: aComment(5) })).toBeNull();
});

test("the transition that ends the work has the model, its tokens and its cost", async () => {
  const tokens = { input_tokens: 1200, output_tokens: 300 };
  const ids = { execution: "arn", ...tokens, cost_micros: 10_800, model: "anthropic/claude" };
  const note = { actor: "run-employee", reason: "answered", ids };
  const steps = answered(1, 1).map((step) => (step.to === "WORKER_SUCCEEDED" ? { ...step, note } : step));
  const records = await aHistory({}, steps);
  expect(records.at(-2)).toMatchObject({ cost_micros: 10_800, model: "anthropic/claude" });
  expect(records.at(-1)).toMatchObject({ cost_micros: null, model: null });
  expect(records.map(({ input_tokens, output_tokens }) => [input_tokens, output_tokens])).toEqual([
    [null, null],
    [null, null],
    [null, null],
    [null, null],
    [1200, 300],
    [null, null],
  ]);
});

test("contains no text and no name of a person", async () => {
  const secret = "the-token-handling";
  const records = await aHistory(
    {
      command: { name: "security", text: secret, arguments: { path: secret } },
      sender: { login: "octavia-the-person", id: 11, type: "User" },
      refusals: [{ code: "no_permission", message: secret }],
    },
    answered(1, 1),
  );
  expect(JSON.stringify(records)).not.toMatch(/the-token-handling|octavia-the-person/);
});

test.each(["operator", "github"])(
  "contains an action of a person (%s) without name and reason",
  async (kind) => {
    const note = { actor: `${kind}:octavia-the-person`, reason: "the-token-handling", ids: {} };
    const records = await aHistory({}, [{ to: "CANCELLED", after: 1, note }]);
    expect(records.at(-1)).toMatchObject({ to_state: "CANCELLED", actor: kind, reason: "asked" });
    expect(JSON.stringify(records)).not.toMatch(/the-token-handling|octavia-the-person/);
    expect(isHistoryRecord(records.at(-1))).toBe(true);
  },
);

test("a retried job continues to count its transitions", () => {
  const told = aJob({ state: "NOTIFIED", outcome: "failed" });
  const last_event = { n: 4, from: told.state, to: "DISPATCHED" as const, at: "2026-11-23T10:00:00.000Z" };
  const again = aJob({
    ...{ attempt: 2, outcome: null, version: 4, head_sha: null, retried_at: last_event.at },
    last_event: { ...last_event, actor: "operator:ada", reason: "the fix is out", ids: {} },
  });
  const record = historyRecord(told, again);
  expect(record).toMatchObject({
    n: 4,
    from_state: "NOTIFIED",
    to_state: "DISPATCHED",
    attempt: 2,
    outcome: null,
  });
  expect(isHistoryRecord(record)).toBe(true);
});

test("every record fits the schema and has its properties in the same order", async () => {
  for (const record of await aHistory({ received_at: "2026-11-23T08:59:59.000Z" }, answered(1, 1))) {
    expect(isHistoryRecord(record)).toBe(true);
    expect(Object.keys(record)).toEqual(Object.keys(historyRecordSchema.properties));
  }
});

test.each([
  ["an extra property", { text: "x" }],
  ["an unknown state", { to_state: "DONE" }],
  ["a command with its text", { command: "security review the token" }],
  ["a time in another format", { at: "2026-11-23" }],
  ["a job from the future", { age_ms: -1 }],
  ["a reason as long as a comment", { reason: "x".repeat(1001) }],
])("%s does not fit the schema", async (_what, change) => {
  const [record] = await aHistory({}, []);
  expect(isHistoryRecord({ ...record, ...change })).toBe(false);
});
