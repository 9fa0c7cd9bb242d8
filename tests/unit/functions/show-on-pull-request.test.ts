import { expect, test } from "@jest/globals";
import { commentBody } from "../../../core/answering/write-part.ts";
import type { PlannedReservation } from "../../../core/budgets/reserve-run.ts";
import { RetryableError } from "../../../core/errors.ts";
import type { Refusal } from "../../../core/jobs/job.ts";
import type { StatusComment } from "../../../core/jobs/status-comment.ts";
import { showOnPullRequest, writesToShow } from "../../../functions/acknowledge-job/show-on-pull-request.ts";
import { createStepPorts } from "../../fakes/answering.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A job that is shown while its reservation is being made. */
function setUp() {
  const ports = createStepPorts();
  const held = Promise.withResolvers<Refusal | null>();
  const reservation: PlannedReservation = { change: {}, hold: () => held.promise };
  const start = { text: "is working", status: "in_progress", reservation } as const;
  return { ports, held, show: () => showOnPullRequest(ports.job, start, ports) };
}

test("the reaction does not wait for the budget; the comment and the check run do", async () => {
  const { ports, held, show } = setUp();
  const showing = show();
  await turn();
  expect(ports.writer.calls).toEqual(["react"]);
  expect(ports.checks.calls).toEqual([]);

  held.resolve(null);
  expect(await showing).toMatchObject({ refusal: null });
  expect(ports.writer.calls).toEqual(["react", "createComment"]);
  expect(ports.checks.calls).toEqual(["create"]);
  const { comment, check, reaction_id } = await ports.stored();
  expect(comment).toMatchObject({ phase: "POSTED", id: 102 });
  expect(check).toMatchObject({ id: 901, status: "in_progress" });
  expect([...ports.writer.reactions]).toEqual([[reaction_id, "eyes"]]);
});

test("a check run that takes long does not delay the comment", async () => {
  const { ports, held, show } = setUp();
  const created = Promise.withResolvers<number>();
  ports.checks.create = () => created.promise;
  held.resolve(null);
  const showing = show();
  for (let n = 0; n < 5; n += 1) await turn();
  expect((await ports.stored()).comment).toMatchObject({ phase: "POSTED", id: 102 });
  created.resolve(901);
  await showing;
  expect((await ports.stored()).check).toMatchObject({ id: 901 });
});

test("everything is recorded in one write before anything is shown", async () => {
  const { ports, held, show } = setUp();
  held.resolve(null);
  let recorded: unknown;
  const { react } = ports.writer;
  ports.writer.react = async (...args) => {
    recorded ??= await ports.stored();
    return react(...args);
  };
  await show();
  expect(recorded).toMatchObject({
    comment: { phase: "PREPARED", writing: true, reactions: ["eyes"] },
    check: { id: null, writing: true },
  });
});

test("with the refusal of a budget only the reaction appears, and the caller learns its id", async () => {
  const { ports, held, show } = setUp();
  const refusal = { code: "budget_exceeded", message: "The budget is used up." };
  held.resolve(refusal);
  const shown = await show();
  expect(shown.refusal).toEqual(refusal);
  expect([...ports.writer.reactions.keys()]).toEqual([shown.job.reaction_id]);
  expect(ports.writer.calls).toEqual(["react"]);
  expect(ports.checks.calls).toEqual([]);
});

test("a reaction that fails leaves nothing behind that continues", async () => {
  const { ports, held, show } = setUp();
  ports.writer.fault("react", "before");
  const showing = show();
  let ended = false;
  void showing
    .catch(() => {})
    .finally(() => {
      ended = true;
    });
  await turn();
  expect(ended).toBe(false);
  held.resolve(null);
  await expect(showing).rejects.toBeInstanceOf(RetryableError);
  expect(ports.writer.calls).toEqual(["react", "createComment"]);
  expect((await ports.stored()).comment).toMatchObject({ writing: true });
});

test.each<[string, Partial<StatusComment>, string[], number]>([
  ["is not repeated when a waiting job gets its turn", {}, ["updateComment"], 2],
  ["is repeated if a write had an unknown outcome", { doubtful: true }, ["react", "updateComment"], 4],
  ["replaces that of an earlier end", { reactions: ["eyes", "-1"] }, ["react", "updateComment"], 4],
])("the reaction %s", async (_what, change, calls, writes) => {
  const { ports, held, show } = setUp();
  held.resolve(null);
  const { id } = ports.writer.earlier(commentBody(ports.job.job_id, 1, "has queued it"));
  const text = ["0123456789abcdef"];
  const comment: StatusComment = { phase: "POSTED", id, continuation_ids: [], text, reactions: ["eyes"] };
  Object.assign(ports.job, { reaction_id: 77, comment: { ...comment, ...change } });
  expect(writesToShow(ports.job)).toBe(writes);
  await show();
  expect(ports.writer.calls.filter((call) => call !== "unreact" && call !== "ownComments")).toEqual(calls);
});
