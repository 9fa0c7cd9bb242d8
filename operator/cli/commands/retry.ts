import type { Command } from "commander";
import { actorOf } from "../../stack/actor.ts";
import { findStack } from "../../stack/find-stack.ts";
import { retryOne } from "../../stack/jobs/change-job.ts";
import { changeEachJob } from "../change-each-job.ts";
import type { Io } from "../io.ts";
import { type ChangeOptions, changeCommand } from "../options/change-options.ts";
import { withExamples } from "../options/stack-options.ts";

export function addRetry(named: Command, io: Io): void {
  const command = changeCommand(named).argument("<job...>", "job IDs, as `jobs` lists them");
  withExamples(
    command,
    'retry q5n2kd7ucrxw6hs3ezfyjg4tba-security --stage prod --reason "the model has its key now"',
  ).action((jobs: string[], options: ChangeOptions) => retry(jobs, options, io));
}

async function retry(jobs: string[], options: ChangeOptions, io: Io): Promise<void> {
  const stack = await findStack(options);
  const by = { actor: await actorOf(options, stack), reason: options.reason };
  await changeEachJob(
    jobs,
    async (id) => {
      const changed = await retryOne(id, by, stack);
      return "done" in changed ? changed.done : changed;
    },
    io,
  );
}
