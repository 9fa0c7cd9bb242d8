import type { Command } from "commander";
import { executionName } from "../../../functions/core/jobs/job-id.ts";
import { retryJob } from "../../../functions/core/jobs/retry-job.ts";
import type { Io } from "../io.ts";
import { eachJob } from "../jobs/each-job.ts";
import { notRetried, unknownJob } from "../jobs/refusal-texts.ts";
import { withExamples } from "../output/examples.ts";
import { findStack } from "../stack/find-stack.ts";
import { stackPorts } from "../stack/stack-ports.ts";
import { actorOf, type ChangeOptions, changeCommand } from "../who.ts";

export function addRetry(group: Command, io: Io): void {
  const about = "Has jobs that ended without an answer begun anew, each as a new attempt";
  const command = changeCommand(group, "retry", about).argument("<job...>", "ids, as `jobs` lists them");
  withExamples(
    command,
    'retry q5n2kd7ucrxw6hs3ezfyjg4tba-security --stage prod --reason "the model has its key now"',
  ).action((jobs: string[], options: ChangeOptions) => retry(jobs, options, io));
}

async function retry(jobs: string[], options: ChangeOptions, io: Io): Promise<void> {
  const stack = await findStack(options);
  const ports = stackPorts(stack);
  const by = { actor: await actorOf(options, stack), reason: options.reason };
  await eachJob(
    jobs,
    async (id) => {
      const retried = await retryJob(id, by, ports);
      if (retried.kind === "refused") {
        const { job, code } = retried;
        return job && code !== "unknown" ? notRetried(job, code, stack) : unknownJob(id, stack);
      }
      const { job_id, attempt } = retried.job;
      return `Attempt ${attempt} of ${job_id} is under way: execution ${executionName(job_id, attempt)}.`;
    },
    io,
  );
}
