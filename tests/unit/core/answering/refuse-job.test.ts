import { expect, test } from "@jest/globals";
import { refuseJob } from "../../../../core/answering/refuse-job.ts";
import { createStepPorts } from "../../../fakes/answering.ts";

const refusals = [
  { code: "permission", message: "You may not." },
  { code: "head_moved", message: "It moved." },
];

test("a refusal is posted once with every reason, and the job has finished", async () => {
  const ports = createStepPorts();
  const { job, signs } = await refuseJob(ports.job, refusals, "acknowledge-job", ports);
  expect(signs).toBe(true);
  expect(job).toMatchObject({ state: "REFUSED", refusals, comment: { phase: "POSTED", id: 101 } });
  expect([...ports.writer.reactions.values()]).toEqual(["-1"]);
  expect(ports.writer.bodies()).toEqual([expect.stringContaining("- You may not.\n- It moved.")]);
  const [event] = (await ports.jobs.events(job.job_id)).slice(-1);
  expect(event).toMatchObject({
    actor: "acknowledge-job",
    reason: "permission, head_moved",
    ids: { comment: 101 },
  });
});

test.each(["createComment", "react"] as const)(
  "a failure of %s is repaired by the next try",
  async (method) => {
    const ports = createStepPorts();
    ports.writer.fault(method, "before");
    await expect(refuseJob(ports.job, refusals, "a", ports)).rejects.toMatchObject({
      name: "RetryableError",
    });
    const { job } = await refuseJob(await ports.stored(), refusals, "a", ports);
    expect(job.state).toBe("REFUSED");
    expect(ports.writer.bodies()).toHaveLength(1);
  },
);

test("the status comment of a running job becomes the refusal", async () => {
  const comment = { phase: "POSTED" as const, id: 101, continuation_ids: [] };
  const ports = createStepPorts({ state: "WORKER_SUCCEEDED", comment });
  ports.writer.earlier("working");
  await refuseJob(ports.job, refusals, "publish-result", ports);
  expect(ports.writer.bodies()).toEqual([expect.stringContaining("didn't run")]);
});
