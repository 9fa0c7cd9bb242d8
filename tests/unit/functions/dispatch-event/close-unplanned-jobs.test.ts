import { expect, test } from "@jest/globals";
import { processMessage } from "../../../../functions/dispatch-event/dispatch-event.ts";
import { crashingPorts } from "../../../fakes/crash.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../../fakes/dispatcher.ts";
import { anEnvelopeOf } from "../../../fakes/records/envelope.ts";
import { aPolicy } from "../../../fakes/records/policy.ts";

const envelope = anEnvelopeOf("/summary\n/security now");
const message = JSON.stringify(envelope);
const noSecurity = aPolicy({
  rollout: {
    ...{ default: "active", canary_percentage: 0 },
    rules: [{ when: { commands: ["security"] }, mode: "off" }],
  },
});

/** Crashes the dispatcher right after this call of the job table. */
async function cutOff(ports: DispatcherPorts, at: number) {
  await processMessage(message, crashingPorts(ports, ["jobs"], { at, when: "after" }).ports).catch(
    () => null,
  );
}

const picture = (ports: DispatcherPorts) =>
  ports.jobs.all().map(({ employee, state, last_event }) => [employee, state, last_event.reason]);

test.each([
  ["recorded", 4, "RECEIVED"],
  ["validated", 5, "VALIDATED"],
])("a job that was %s ends if a later attempt no longer plans it", async (_name, at, state) => {
  const ports = createDispatcherPorts();
  await cutOff(ports, at);
  expect(picture(ports).map(([, now]) => now)).toEqual(["DISPATCHED", state]);

  const outcome = await processMessage(message, { ...ports, policy: noSecurity });

  expect(picture(ports)).toEqual([
    ["summary", "DISPATCHED", "authorised"],
    ["security", "CANCELLED", "not_planned"],
  ]);
  const job_ids = ports.jobs.all().map(({ job_id }) => job_id);
  expect(outcome).toEqual({ kind: "dispatched", job_ids });
  expect(await processMessage(message, ports)).toEqual({ kind: "dispatched", job_ids });
});

test("a dispatched job continues, although nothing is planned any more", async () => {
  const ports = createDispatcherPorts();
  await cutOff(ports, 3);
  expect(ports.workflow.executions.size).toBe(0);

  const off = aPolicy({ rollout: { default: "off", canary_percentage: 0, rules: [] } });
  const outcome = await processMessage(message, { ...ports, policy: off });

  expect(picture(ports)).toEqual([["summary", "DISPATCHED", "authorised"]]);
  expect([...ports.workflow.executions.keys()]).toEqual([expect.stringMatching(/-summary-r1$/)]);
  expect(outcome).toMatchObject({ kind: "dispatched", job_ids: [expect.stringMatching(/-summary$/)] });
});

test("a first attempt does not look for such jobs", async () => {
  const ports = createDispatcherPorts();
  const { ports: counted, calls } = crashingPorts(ports, ["jobs"], { at: 0, when: "before" });
  await processMessage(message, counted);
  expect(calls()).toBe(6);
});
