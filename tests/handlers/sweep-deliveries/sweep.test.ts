import { beforeEach, expect, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { marker } from "../../../core/answering/marker.ts";
import { CircuitOpenError, RetryableError } from "../../../core/errors.ts";
import { createHandler } from "../../../functions/sweep-deliveries/handler.ts";
import { createFakeHookDeliveries } from "../../fakes/hook-deliveries.ts";
import { anEnvelope } from "../../fakes/records/envelope.ts";
import { aJob } from "../../fakes/records/job.ts";
import { createSweeperPorts, type SweeperPorts } from "../../fakes/sweeper.ts";

const minute = 60_000;
let ports: SweeperPorts;

beforeEach(() => {
  ports = createSweeperPorts();
});

const sweep = (remainingMs = 50_000) =>
  createHandler(ports)({}, { getRemainingTimeInMillis: () => remainingMs } as Context);

const ago = (milliseconds: number) => new Date(ports.clock() - milliseconds).toISOString();
const counted = (name: string) =>
  ports.metrics.counted.filter((one) => one.name === name).map(({ dimensions }) => dimensions);

/** One thing to repair of each kind. */
async function damage() {
  await ports.deliveries.receive(anEnvelope({ delivery_id: "left-behind", received_at: ago(40_000) }));
  ports.hook.attempt("never-arrived", false, { agoMs: 5 * minute });
  const lost = aJob({ job_id: "lost-summary", state: "WORKER_RUNNING", updated_at: ago(6 * minute) });
  ports.jobs.put(lost);
  const first = ports.writer.earlier(`${marker("told-summary", 1)}\nanswer`);
  ports.writer.earlier(`${marker("told-summary", 1)}\nworking`);
  const comment = { phase: "POSTED" as const, id: first.id, continuation_ids: [] };
  ports.jobs.put(aJob({ job_id: "told-summary", state: "NOTIFIED", comment, updated_at: ago(3 * minute) }));
  const ended = { state: "CANCELLED" as const, updated_at: ago(0) };
  const last_event = { ...lost.last_event, to: ended.state, actor: "operator:ada" };
  ports.jobs.put(aJob({ job_id: "unwanted-summary", ...ended, last_event }));
}

test("a sweep without work changes nothing and counts nothing", async () => {
  expect(await sweep()).toEqual({ repaired: {}, failed: [] });
  expect(ports.metrics.counted).toEqual([]);
  expect(ports.log.lines).toMatchObject([{ level: "info", message: "step done" }]);
});

test("each repair is counted, and logged with its IDs", async () => {
  await damage();
  expect(await sweep()).toEqual({
    repaired: {
      ...{ resent: 1, redelivery_asked: 1, job_restarted: 1, duplicate_removed: 1 },
      ...{ cancellation_told: 1, check_run_repaired: 1 },
    },
    failed: [],
  });
  const repairs = ports.log.lines.filter(({ message }) => message === "repaired").map(({ fields }) => fields);
  expect(repairs).toHaveLength(6);
  expect(repairs).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ what: "resent", delivery_id: "left-behind", message_id: "message-1" }),
      expect.objectContaining({ what: "redelivery_asked", delivery_id: "never-arrived", hook_id: "300" }),
      expect.objectContaining({ what: "job_restarted", job_id: "lost-summary" }),
      expect.objectContaining({ what: "duplicate_removed", job_id: "told-summary", comment_id: 102 }),
      expect.objectContaining({ what: "cancellation_told", job_id: "unwanted-summary" }),
      expect.objectContaining({ what: "check_run_repaired", job_id: "told-summary" }),
    ]),
  );
  // Only what an alarm watches is a metric.
  expect(counted("Repaired")).toEqual([{ what: "redelivery_asked" }]);
  expect(counted("SweepFailed")).toEqual([]);
});

test("a second sweep finds no work", async () => {
  await damage();
  ports.hook.onRedeliver = (guid) => void ports.hook.attempt(guid, true);
  await sweep();
  ports.clock.advance(6 * minute);
  expect(await sweep()).toEqual({ repaired: {}, failed: [] });
});

const down = new RetryableError("store_down", "the inside: table xyz");
const failing = () => Promise.reject(down);
const failMark = (failed: string) => {
  ports.marks.read = async (name) => (name === failed ? failing() : null);
};

test.each([
  ["deliveries", 5, () => void Object.assign(ports.deliveries, { pending: failing })],
  ["redeliveries", 5, () => void Object.assign(ports.redeliveries, { beginWalk: failing })],
  ["jobs", 5, () => void Object.assign(ports.workflow, { look: failing })],
  ["answers", 5, () => failMark("answers")],
  ["cancellations", 5, () => failMark("cancellations")],
  ["check_runs", 5, () => failMark("check-runs")],
])(
  "failing %s do not stop the other parts or fail the run, and are counted and logged once",
  async (part, done, harm) => {
    await damage();
    harm();
    const { repaired, failed } = await sweep();
    expect(failed).toEqual([part]);
    expect(Object.values(repaired)).toHaveLength(done);
    expect(counted("SweepFailed")).toEqual(part === "deliveries" ? [{}, { part }] : [{}]);
    const errors = ports.log.lines.filter(({ level }) => level === "error");
    expect(errors).toMatchObject([
      { message: "part failed", fields: { part, failures: 1, code: "store_down" } },
    ]);
  },
);

test("every part that fails is reported", async () => {
  ports.index.inState = failing;
  ports.deliveries.pending = failing;
  ports.hook.page = failing;
  const { failed } = await sweep();
  expect(failed).toEqual([
    ...["deliveries", "redeliveries", "jobs", "stuck_jobs", "answers", "doubtful_answers", "cancellations"],
    "check_runs",
    "budgets",
  ]);
  expect(counted("SweepFailed").filter(({ part }) => part === undefined)).toHaveLength(9);
});

test.each([
  ["the App's key is not stored yet", new RetryableError("secret_incomplete", "lacks app_id")],
  ["GitHub's circuit is open", new CircuitOpenError("circuit_open", "not called", { seconds: 60 })],
])("while %s, the other parts run and nothing has failed", async (_why, error) => {
  await damage();
  ports.hook.page = () => Promise.reject(error);
  ports.writer.ownComments = () => Promise.reject(error);
  ports.checks.list = () => Promise.reject(error);
  expect(await sweep()).toEqual({ repaired: { resent: 1, job_restarted: 1 }, failed: [] });
  expect(counted("SweepFailed")).toEqual([]);
  const waits = ports.log.lines.filter(({ message }) => message === "part waits");
  expect(waits.map(({ level, fields }) => [level, fields.part])).toEqual([
    ["info", "redeliveries"],
    ["info", "answers"],
    ["info", "cancellations"],
    ["info", "check_runs"],
  ]);
});

test("a fault is reported, not the failures that only wait", async () => {
  const other = createFakeHookDeliveries(ports.clock, "octo-demo:7", "7");
  ports.hook.page = () => Promise.reject(new RetryableError("secret_incomplete", "lacks app_id"));
  other.page = failing;
  ports.hooks.push(other);
  expect((await sweep()).failed).toEqual(["redeliveries"]);
  const told = { part: "redeliveries", failures: 2, code: "store_down" };
  expect(ports.log.lines).toContainEqual(
    expect.objectContaining({ message: "part failed", fields: expect.objectContaining(told) }),
  );
});

test("a job that the sweep gives up counts as failed", async () => {
  ports.jobs.put(aJob({ job_id: "lost-summary", attempt: 6, restarts: 5, updated_at: ago(6 * minute) }));
  await ports.workflow.start("lost-summary-r6", { job_id: "lost-summary", attempt: 6 });
  ports.workflow.end("lost-summary-r6", "failed");
  await sweep();
  expect(ports.metrics.shared).toEqual([{ name: "JobFailed", happened: true }]);
  expect(ports.log.lines).toContainEqual(
    expect.objectContaining({
      message: "job finished",
      fields: expect.objectContaining({ job_id: "lost-summary", employee: "summary", outcome: "failed" }),
    }),
  );
  expect(counted("Repaired")).toEqual([{ what: "job_given_up" }]);
});

test("no new work starts when the time is nearly up", async () => {
  await damage();
  expect(await sweep(11_000)).toMatchObject({ repaired: {} });
});

test("a run that hangs fails", async () => {
  ports.deliveries.pending = () => new Promise(() => {});
  await expect(sweep(1_020)).rejects.toMatchObject({ name: "OutOfTimeError" });
});

test("no log line contains a webhook's body", async () => {
  const secret = { kind: "inline", payload: { comment: { body: "do not tell" } } } as const;
  const old = { delivery_id: "old", received_at: ago(40_000), payload_ref: secret };
  await ports.deliveries.receive(anEnvelope(old));
  await sweep();
  expect(ports.queue.sent).toHaveLength(1);
  expect(ports.log.text()).not.toContain("do not tell");
});
