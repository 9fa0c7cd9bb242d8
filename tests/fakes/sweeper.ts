import { sha256 } from "../../adapters/runtime/sha256.ts";
import type { Outage } from "../../core/circuit/outage.ts";
import type { Repair } from "../../core/repair/report-repair.ts";
import type { Employee } from "../../core/roster/employee.ts";
import { createFakeBudgetStore } from "./budget-store.ts";
import { createFakeCheckRuns } from "./check-runs.ts";
import { createTestClock } from "./clock.ts";
import { createFakeDeliveryStore } from "./delivery-store.ts";
import { createFakeEnvelopeQueue } from "./envelope-queue.ts";
import { createFakeHookDeliveries } from "./hook-deliveries.ts";
import { createFakeJobIndex } from "./job-index.ts";
import { createFakeJobStore } from "./job-store.ts";
import { createLanePorts } from "./lane-ports.ts";
import { createFakeLog } from "./log.ts";
import { createFakeMetrics } from "./metrics.ts";
import { createPacingPorts } from "./pacing-ports.ts";
import { createFakePayloadStore } from "./payload-store.ts";
import { createFakePullRequestWriter } from "./pull-request-writer.ts";
import { aRoster } from "./records/employee.ts";
import { createFakeRedeliveryStore } from "./redelivery-store.ts";
import { createFakeRepositoryReader } from "./repository-reader.ts";
import { createFakeSweepMarks } from "./sweep-marks.ts";
import { createFakeWorkflow } from "./workflow.ts";
import { createFakeWorkflowRuns } from "./workflow-runs.ts";

/** The sweeper's ports as fakes. */
export function createSweeperPorts() {
  const clock = createTestClock();
  const jobs = createFakeJobStore(clock);
  const hook = createFakeHookDeliveries(clock);
  const repairs: Repair[] = [];
  return {
    budgets: createFakeBudgetStore(),
    clock,
    jobs,
    hook,
    hooks: [hook],
    deliveries: createFakeDeliveryStore(clock),
    index: createFakeJobIndex(jobs),
    ...createLanePorts(),
    ...createPacingPorts({ clock, jobs }),
    log: createFakeLog(),
    marks: createFakeSweepMarks(),
    redeliveries: createFakeRedeliveryStore(clock),
    metrics: createFakeMetrics(),
    payloads: createFakePayloadStore(),
    reader: createFakeRepositoryReader(),
    roster: aRoster(),
    runs: createFakeWorkflowRuns({ clock, files: [] }),
    sha256,
    outage: async (_employee: Pick<Employee, "name" | "runner" | "model">): Promise<Outage | null> => null,
    queue: createFakeEnvelopeQueue(),
    workflow: createFakeWorkflow(),
    writer: createFakePullRequestWriter(),
    checks: createFakeCheckRuns(),
    repairs,
    repaired: (what: Repair) => void repairs.push(what),
    timeLeft: () => 30_000,
    /** Time passes at once. */
    pause: async (milliseconds: number) => clock.advance(milliseconds),
  };
}

export type SweeperPorts = ReturnType<typeof createSweeperPorts>;
