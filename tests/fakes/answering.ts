import { randomToken } from "../../adapters/runtime/random-text.ts";
import { sha256 } from "../../adapters/runtime/sha256.ts";
import type { ArgumentValidator } from "../../core/commands/check-arguments.ts";
import { isEmployeeResult } from "../../core/generated/validators.mjs";
import type { Job } from "../../core/jobs/job.ts";
import type { Employee } from "../../core/roster/employee.ts";
import { createCurrentRollout } from "../../core/routing/current-rollout.ts";
import { createBudgetPorts } from "./budget-ports.ts";
import { createFakeCheckRuns } from "./check-runs.ts";
import { createTestClock } from "./clock.ts";
import { createFakeJobIndex } from "./job-index.ts";
import { createFakeJobStore } from "./job-store.ts";
import { createLanePorts } from "./lane-ports.ts";
import { createFakeMetrics } from "./metrics.ts";
import { createPacingPorts } from "./pacing-ports.ts";
import { createFakePayloadStore } from "./payload-store.ts";
import { createFakePullRequestWriter } from "./pull-request-writer.ts";
import { aRoster } from "./records/employee.ts";
import { aJob } from "./records/job.ts";
import { aPolicy } from "./records/policy.ts";
import { createFakeRepositoryReader } from "./repository-reader.ts";
import { createFakeRolloutStore } from "./rollout-store.ts";

/** Fake ports for the steps of the workflow, with a job in the store. */
export function createStepPorts(change: Partial<Job> = {}) {
  const clock = createTestClock();
  const jobs = createFakeJobStore(clock);
  const rollouts = createFakeRolloutStore(clock);
  const job = jobs.put(aJob(change));
  const { command, sender, source } = job;
  const body = `/${command.name} ${command.text}`;
  const comments = { [source.id]: { author: sender.login, body } };
  return {
    clock,
    ...createPacingPorts({ clock, jobs }),
    ...createBudgetPorts(),
    sha256,
    jobs,
    index: createFakeJobIndex(jobs),
    ...createLanePorts(),
    argumentValidators: {} as Record<string, ArgumentValidator>,
    policy: aPolicy(),
    rollouts,
    stageMode: "active",
    rollout: createCurrentRollout({ rollouts, clock, stageMode: "active" }),
    job,
    metrics: createFakeMetrics(),
    input: { job_id: job.job_id, attempt: job.attempt },
    payloads: createFakePayloadStore(),
    reader: createFakeRepositoryReader({ comments }),
    admit: async () => {},
    isEmployeeResult,
    randomToken,
    roster: aRoster().map((one): Employee => ({ ...one, runner: "builtin", model: null })),
    writer: createFakePullRequestWriter(),
    checks: createFakeCheckRuns(),
    /** The job as it is stored now. */
    async stored(): Promise<Job> {
      const now = await jobs.read(job.job_id);
      if (!now) throw new Error("The job is gone");
      return now;
    },
  };
}

export type StepPorts = ReturnType<typeof createStepPorts>;
