import { beforeEach, expect, test } from "@jest/globals";
import { marker } from "../../../../core/answering/marker.ts";
import { PermanentError, RetryableError, UnclearError } from "../../../../core/errors.ts";
import {
  reconcileAnswers,
  reconcileDoubtful,
} from "../../../../functions/sweep-deliveries/reconcile-answers.ts";
import { aJob } from "../../../fakes/records/job.ts";
import { createSweeperPorts, type SweeperPorts } from "../../../fakes/sweeper.ts";

const minute = 60_000;
const created_at = "2026-11-24T00:00:00Z";
let ports: SweeperPorts;

beforeEach(() => {
  ports = createSweeperPorts();
});

/** Creates a job that ended this long ago, and comments with its marker, of which it records the first. */
function endedJob(
  job_id: string,
  agoMs: number,
  comments: number,
  state: "NOTIFIED" | "REFUSED" | "CANCELLED" = "NOTIFIED",
) {
  const body = `${marker(job_id, 1)}\nanswer`;
  const [first] = Array.from({ length: comments }, () => ports.writer.earlier(body, created_at));
  return ports.jobs.put(
    aJob({
      job_id,
      state,
      comment: { phase: "POSTED", id: first?.id ?? 1, continuation_ids: [] },
      updated_at: new Date(ports.clock() - agoMs).toISOString(),
    }),
  );
}

const looks = () => ports.writer.calls.filter((call) => call === "ownComments").length;

test.each(["NOTIFIED", "REFUSED", "CANCELLED"] as const)("a %s job keeps one answer", async (state) => {
  endedJob("a-summary", 3 * minute, 3, state);
  expect(await reconcileAnswers(ports)).toEqual([]);
  expect(ports.writer.comments.map(({ id }) => id)).toEqual([101]);
  expect(ports.repairs).toEqual(["duplicate_removed", "duplicate_removed"]);
});

test("a job that has just ended is checked later, when no write can be pending", async () => {
  endedJob("a-summary", 0, 2);
  await reconcileAnswers(ports);
  expect(looks()).toBe(0);
  ports.clock.advance(2 * minute);
  await reconcileAnswers(ports);
  expect(ports.writer.comments).toHaveLength(1);
});

test("each job is checked once or twice, not forever", async () => {
  endedJob("a-summary", 0, 1);
  for (let run = 0; run < 20; run += 1) {
    await reconcileAnswers(ports);
    ports.clock.advance(minute);
  }
  expect(looks()).toBeGreaterThanOrEqual(1);
  expect(looks()).toBeLessThanOrEqual(2);
});

test("a job with a write of unknown outcome is checked again five minutes after its end", async () => {
  const job = endedJob("a-summary", 4 * minute, 1);
  endedJob("b-summary", 4 * minute, 2);
  if (job.comment) ports.jobs.put({ ...job, comment: { ...job.comment, doubtful: true } });
  await reconcileDoubtful(ports);
  expect(looks()).toBe(0);
  ports.clock.advance(minute + 1);
  for (let run = 0; run < 10; run += 1) {
    await reconcileDoubtful(ports);
    ports.clock.advance(minute);
  }
  expect(looks()).toBe(1);
});

test("a later sweep makes up for a missed one", async () => {
  await reconcileAnswers(ports);
  endedJob("a-summary", 0, 2);
  ports.clock.advance(90 * minute);
  await reconcileAnswers(ports);
  expect(ports.writer.comments).toHaveLength(1);
});

test("the next sweeps check the jobs that one sweep cannot", async () => {
  for (let n = 0; n < 250; n += 1) endedJob(`j${n}-summary`, 5 * minute - n, 1);
  for (let run = 0; run < 4; run += 1) await reconcileAnswers(ports);
  expect(looks()).toBeGreaterThanOrEqual(250);
  expect(looks()).toBeLessThan(260);
});

test("no job is skipped while GitHub does not respond", async () => {
  for (let n = 0; n < 20; n += 1) endedJob(`j${n}-summary`, 5 * minute - n, 2);
  const { ownComments } = ports.writer;
  let asked = 0;
  ports.writer.ownComments = () => {
    asked += 1;
    return Promise.reject(new RetryableError("github_failed", "GitHub failed (HTTP 502)"));
  };
  expect((await reconcileAnswers(ports)).length).toBeGreaterThan(0);
  expect(asked).toBeLessThan(20);
  ports.writer.ownComments = ownComments;
  ports.clock.advance(60 * minute);
  expect(await reconcileAnswers(ports)).toEqual([]);
  expect(ports.writer.comments).toHaveLength(20);
});

test("a job that keeps failing does not block the others", async () => {
  ports.jobs.put({ ...endedJob("bad-summary", 5 * minute, 2), pr_number: 8 });
  endedJob("good-summary", 4 * minute, 2);
  const { ownComments } = ports.writer;
  let asked = 0;
  ports.writer.ownComments = async (target, since) => {
    if (target.pr_number === 8) {
      asked += 1;
      throw new RetryableError("github_failed", "GitHub failed (HTTP 502)");
    }
    return ownComments(target, since);
  };
  expect(await reconcileAnswers(ports)).toHaveLength(1);
  expect(ports.writer.comments).toHaveLength(3);
  await reconcileAnswers(ports);
  expect(asked).toBe(2);
});

test("a pull request that is gone is not a failure", async () => {
  endedJob("a-summary", 5 * minute, 2);
  ports.writer.ownComments = () => Promise.reject(new PermanentError("github_not_found", "gone"));
  expect(await reconcileAnswers(ports)).toEqual([]);
});

test("a job that was retried is left to its steps", async () => {
  const job = endedJob("a-summary", 5 * minute, 2);
  const index = { inState: async () => [{ job_id: job.job_id, updated_at: job.updated_at }] };
  ports.jobs.put({ ...job, state: "DISPATCHED" });
  await reconcileAnswers({ ...ports, index });
  expect(looks()).toBe(0);
});

test("an unclear refusal is final after a few minutes", async () => {
  endedJob("a-summary", 3 * minute, 2);
  ports.writer.ownComments = () => Promise.reject(new UnclearError("github_refused", "refused (HTTP 403)"));
  expect(await reconcileAnswers(ports)).toHaveLength(1);
  ports.clock.advance(10 * minute);
  expect(await reconcileAnswers(ports)).toEqual([]);
});

test("a cancelled job no longer records the reaction that was removed", async () => {
  const job = endedJob("a-summary", 3 * minute, 1, "CANCELLED");
  const reaction_id = await ports.writer.react(job, job.source, "eyes");
  const last_event = { ...job.last_event, actor: "operator:ada" };
  const comment = { ...job.comment, doubtful: true, reactions: ["eyes"] };
  ports.jobs.put(aJob({ ...job, last_event, comment: comment as typeof job.comment, reaction_id }));
  await reconcileAnswers(ports);
  expect([...ports.writer.reactions]).toEqual([]);
  expect(await ports.jobs.read("a-summary")).toMatchObject({ state: "CANCELLED", reaction_id: null });
});
