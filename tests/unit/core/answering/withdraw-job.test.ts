import { expect, test } from "@jest/globals";
import { publishComment } from "../../../../core/answering/publish-comment.ts";
import { withdrawJob } from "../../../../core/answering/withdraw-job.ts";
import { createStepPorts } from "../../../fakes/answering.ts";

const withdraw = async (ports: ReturnType<typeof createStepPorts>) =>
  withdrawJob(await ports.stored(), "comment_changed", "acknowledge-job", ports);

const working = { final: false, reaction: "eyes" } as const;

test("a job that has posted nothing ends, and nothing is written", async () => {
  const ports = createStepPorts();
  await withdraw(ports);
  expect(await ports.stored()).toMatchObject({
    state: "CANCELLED",
    last_event: {
      actor: "acknowledge-job",
      reason: "comment_changed",
      ids: { delivery: ports.job.delivery_id },
    },
  });
  expect(ports.writer.calls).toEqual([]);
});

test("the reaction and the status comment of an earlier try are removed", async () => {
  const ports = createStepPorts();
  const stranger = ports.writer.stranger("not ours");
  await publishComment(ports.job, ["working", "more"], ports, working);
  await withdraw(ports);
  expect(ports.writer.comments).toEqual([stranger]);
  expect([...ports.writer.reactions]).toEqual([]);
  expect(await ports.stored()).toMatchObject({
    ...{ state: "CANCELLED", comment: { phase: "REMOVED", id: 103 }, reaction_id: null },
  });
});

test("a status comment whose POST was cut off is found by its marker and removed", async () => {
  const ports = createStepPorts();
  ports.writer.fault("createComment", "late");
  await expect(publishComment(ports.job, ["working"], ports)).rejects.toMatchObject({
    name: "RetryableError",
  });
  ports.writer.settle();
  expect((await ports.stored()).comment).toMatchObject({ phase: "PREPARED", id: null });
  await withdraw(ports);
  expect(ports.writer.comments).toEqual([]);
});

test("repeating it after a failure in the middle gives the same result", async () => {
  const ports = createStepPorts();
  await publishComment(ports.job, ["working"], ports, working);
  ports.writer.fault("deleteComment", "landed");
  await expect(withdraw(ports)).rejects.toMatchObject({ name: "RetryableError" });
  expect((await ports.stored()).state).toBe("DISPATCHED");
  await withdraw(ports);
  expect(ports.writer.comments).toEqual([]);
  expect((await ports.stored()).state).toBe("CANCELLED");
});

test("the answer from before a retry stays", async () => {
  const ports = createStepPorts({ attempt: 2, retried_at: "2026-11-23T10:00:00.000Z" });
  await publishComment(ports.job, ["could not finish"], ports, { final: true, reaction: "-1" });
  await withdraw(ports);
  expect(ports.writer.bodies()).toEqual([expect.stringContaining("could not finish")]);
  expect([...ports.writer.reactions.values()]).toEqual(["-1"]);
  expect(await ports.stored()).toMatchObject({ state: "CANCELLED", comment: { phase: "POSTED" } });
});
