import { describe, expect, test } from "@jest/globals";
import { clearReactions, placeReaction } from "../../../../core/answering/place-reaction.ts";
import { publishComment } from "../../../../core/answering/publish-comment.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import type { Reaction } from "../../../../core/jobs/status-comment.ts";
import { createStepPorts, type StepPorts } from "../../../fakes/answering.ts";

const shown = (ports: StepPorts) => [...ports.writer.reactions.values()];

/** Publishes a comment with that reaction. */
function post(job: Job, reaction: Reaction, ports: StepPorts) {
  return publishComment(job, [reaction], ports, { final: reaction !== "eyes", reaction });
}

test("a reaction is added and recorded", async () => {
  const ports = createStepPorts();
  const job = await post(ports.job, "eyes", ports);
  expect(shown(ports)).toEqual(["eyes"]);
  expect(job).toMatchObject({ reaction_id: 101, comment: { reactions: ["eyes"] } });
  expect(await ports.stored()).toEqual(job);
});

test("the next reaction replaces it", async () => {
  const ports = createStepPorts();
  const done = await post(await post(ports.job, "eyes", ports), "+1", ports);
  expect(shown(ports)).toEqual(["+1"]);
  expect(done).toMatchObject({ reaction_id: 103, comment: { reactions: ["eyes", "+1"] } });
});

test("a record of an earlier version, which does not list reactions, loses the known one", async () => {
  const ports = createStepPorts();
  const seen = await post(ports.job, "eyes", ports);
  const { reactions: _, ...comment } = seen.comment ?? {};
  await placeReaction({ ...seen, comment: comment as Job["comment"] }, "+1", ports.writer);
  expect(shown(ports)).toEqual(["+1"]);
});

test("the same reaction again changes nothing", async () => {
  const ports = createStepPorts();
  const seen = await post(ports.job, "eyes", ports);
  expect(await placeReaction(seen, "eyes", ports.writer)).toBe(seen.reaction_id);
  expect(shown(ports)).toEqual(["eyes"]);
});

test.each(["before", "landed"] as const)("a failure (%s) is repaired by the next try", async (fault) => {
  const ports = createStepPorts();
  const seen = await post(ports.job, "eyes", ports);
  ports.writer.fault("replaceReaction", fault);
  await expect(post(seen, "-1", ports)).rejects.toMatchObject({ name: "RetryableError" });
  const done = await post(await ports.stored(), "-1", ports);
  expect(shown(ports)).toEqual(["-1"]);
  expect(done).toMatchObject({ reaction_id: 103, comment: { doubtful: true } });
});

describe("without a comment that supports reactions", () => {
  test("nothing is recorded", async () => {
    const ports = createStepPorts({ source: { kind: "pull_request_review", id: 1, created_at: "" } });
    expect(await placeReaction(ports.job, "eyes", ports.writer)).toBeNull();
  });

  test("a command deleted meanwhile loses the old reaction", async () => {
    const ports = createStepPorts({ reaction_id: 55 });
    const writer = { ...ports.writer, react: async () => null };
    expect(await placeReaction(ports.job, "+1", writer)).toBeNull();
    expect(ports.writer.calls).toEqual(["unreact"]);
  });
});

test("reactions with ids unknown to the job are removed", async () => {
  const ports = createStepPorts();
  await ports.writer.react(ports.job, ports.job.source, "eyes");
  await ports.writer.react(ports.job, ports.job.source, "+1");
  await clearReactions(ports.job, { kinds: ["eyes", "-1"], kept: null }, ports.writer);
  expect(shown(ports)).toEqual(["+1"]);
});
