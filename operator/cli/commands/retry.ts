import type { Command } from "commander";
import type { Io } from "../io.ts";
import { retryOne } from "../jobs/change-job.ts";
import { eachJob } from "../jobs/each-job.ts";
import { withExamples } from "../output/examples.ts";
import { findStack } from "../stack/find-stack.ts";
import { actorOf, type ChangeOptions, changeCommand } from "../who.ts";

export function addRetry(named: Command, io: Io): void {
  const command = changeCommand(named).argument("<job...>", "ids, as `jobs` lists them");
  withExamples(
    command,
    'retry q5n2kd7ucrxw6hs3ezfyjg4tba-security --stage prod --reason "the model has its key now"',
  ).action((jobs: string[], options: ChangeOptions) => retry(jobs, options, io));
}

async function retry(jobs: string[], options: ChangeOptions, io: Io): Promise<void> {
  const stack = await findStack(options);
  const by = { actor: await actorOf(options, stack), reason: options.reason };
  await eachJob(
    jobs,
    async (id) => {
      const changed = await retryOne(id, by, stack);
      return "done" in changed ? changed.done : changed;
    },
    io,
  );
}
