import { expect, test } from "@jest/globals";
import { publishReaction } from "../../../../functions/core/answering/publish-reaction.ts";
import { createStepPorts } from "../../../fakes/answering.ts";

const shown = (ports: ReturnType<typeof createStepPorts>) => [...ports.writer.reactions.values()];

test("a reaction is made and remembered", async () => {
  const ports = createStepPorts();
  const job = await publishReaction(ports.job, "eyes", ports);
  expect(shown(ports)).toEqual(["eyes"]);
  expect(job.reaction_id).toBe(101);
  expect(await ports.stored()).toEqual(job);
});

test("the next one takes its place", async () => {
  const ports = createStepPorts();
  const seen = await publishReaction(ports.job, "eyes", ports);
  const done = await publishReaction(seen, "+1", ports);
  expect(shown(ports)).toEqual(["+1"]);
  expect(done.reaction_id).toBe(102);
});

test("the same one again changes nothing", async () => {
  const ports = createStepPorts();
  const seen = await publishReaction(ports.job, "eyes", ports);
  expect(await publishReaction(seen, "eyes", ports)).toEqual(seen);
  expect(shown(ports)).toEqual(["eyes"]);
});

test.each([
  ["react", "before"],
  ["react", "landed"],
  ["unreact", "before"],
  ["unreact", "landed"],
] as const)("%s that fails (%s) is made good by the next try", async (method, fault) => {
  const ports = createStepPorts();
  const seen = await publishReaction(ports.job, "eyes", ports);
  ports.writer.fault(method, fault);
  await expect(publishReaction(seen, "-1", ports)).rejects.toMatchObject({ name: "RetryableError" });
  const done = await publishReaction(await ports.stored(), "-1", ports);
  expect(shown(ports)).toEqual(["-1"]);
  expect(done.reaction_id).toBe(102);
});

test("where there are no reactions, nothing is remembered", async () => {
  const ports = createStepPorts({ source: { kind: "pull_request_review", id: 1, created_at: "" } });
  const job = await publishReaction(ports.job, "eyes", ports);
  expect(job).toEqual(ports.job);
});

test("a command that was deleted meanwhile lets go of the old reaction", async () => {
  const ports = createStepPorts({ reaction_id: 55 });
  const writer = { ...ports.writer, react: async () => null };
  const job = await publishReaction(ports.job, "+1", { ...ports, writer });
  expect(ports.writer.calls).toEqual(["unreact"]);
  expect(job.reaction_id).toBeNull();
});
