import { describe, expect, test } from "@jest/globals";
import type { Envelope } from "../../../../core/deliveries/envelope.ts";
import { PermanentError } from "../../../../core/errors.ts";
import { processMessage } from "../../../../functions/dispatch-event/dispatch-event.ts";
import { type CrashPlan, crashingPorts } from "../../../fakes/crash.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../../fakes/dispatcher.ts";
import { anEnvelopeOf } from "../../../fakes/records/envelope.ts";

const outside = ["jobs", "intents", "deliveries", "workflow", "reader"] as const;
const envelope = anEnvelopeOf("/summary\n/security now");

function processed(ports: DispatcherPorts, given: Envelope = envelope) {
  return processMessage(JSON.stringify(given), ports);
}

async function callsOfOneRun(): Promise<number> {
  const { ports, calls } = crashingPorts(createDispatcherPorts(), [...outside], { at: 0, when: "before" });
  await processed(ports);
  return calls();
}

/** Returns all jobs, executions and events, without times. */
async function picture(ports: DispatcherPorts) {
  const jobs = ports.jobs.all().map(({ job_id, state, attempt }) => ({ job_id, state, attempt }));
  const trails = await Promise.all(
    jobs.map(async ({ job_id }) => (await ports.jobs.events(job_id)).map(({ to }) => to)),
  );
  return { jobs, trails, executions: [...ports.workflow.executions.keys()] };
}

const total = await callsOfOneRun();
const plans = (["before", "after"] as const).flatMap((when) =>
  Array.from({ length: total }, (_, index): CrashPlan => ({ at: index + 1, when })),
);

test("one run makes more than a dozen calls that can crash", () => {
  expect(total).toBeGreaterThan(12);
});

describe("a crash, then the same message again", () => {
  test.each(plans)("$when call $at: the jobs are the same as without a crash", async (plan) => {
    const calm = createDispatcherPorts();
    await processed(calm);
    const ports = createDispatcherPorts();
    const crashing = crashingPorts(ports, [...outside], plan).ports;
    await expect(processed(crashing)).rejects.toMatchObject({ name: "Crash" });

    const outcome = await processed(ports);

    expect(await picture(ports)).toEqual(await picture(calm));
    const job_ids = ports.jobs.all().map(({ job_id }) => job_id);
    expect(outcome).toEqual({ kind: expect.stringMatching(/^(dispatched|duplicate)$/), job_ids });
    expect(ports.deliveries.find(envelope)).toMatchObject({ status: "PROCESSED", outcome });
  });

  test.each(plans)(
    "$when call $at, then another delivery after the lease: the jobs are the same",
    async (plan) => {
      const calm = createDispatcherPorts();
      await processed(calm);
      const ports = createDispatcherPorts();
      await processed(crashingPorts(ports, [...outside], plan).ports).catch(() => null);
      ports.clock.advance(60_001);

      await processed(ports, { ...envelope, delivery_id: "d-2" });

      expect(await picture(ports)).toEqual(await picture(calm));
    },
  );
});

test("a delivery that crashed after its dispatch is not a duplicate of itself", async () => {
  const ports = createDispatcherPorts();
  const finish = () => Promise.reject(new Error("crash"));
  await processed({ ...ports, deliveries: { ...ports.deliveries, finish } }).catch(() => null);
  expect(await processed(ports)).toMatchObject({ kind: "dispatched" });
});

test("a pull request that GitHub does not show ends every job of its delivery", async () => {
  const ports = createDispatcherPorts();
  const gone = new PermanentError("github_not_found", "GitHub knows no such pull request");
  ports.reader.pullRequest = () => Promise.reject(gone);
  expect(await processed(ports)).toMatchObject({ kind: "dispatched" });
  expect(ports.jobs.all().map(({ state, last_event }) => [state, last_event.reason])).toEqual([
    ["CANCELLED", "github_not_found"],
    ["CANCELLED", "github_not_found"],
  ]);
});
