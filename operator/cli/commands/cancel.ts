import type { Command } from "commander";
import { actorOf } from "../../stack/actor.ts";
import { findStack } from "../../stack/find-stack.ts";
import { cancelOne } from "../../stack/jobs/change-job.ts";
import { changeEachJob } from "../change-each-job.ts";
import { type Io, print } from "../io.ts";
import { type ChangeOptions, changeCommand } from "../options/change-options.ts";
import { withExamples } from "../options/stack-options.ts";

export function addCancel(named: Command, io: Io): void {
  const command = changeCommand(named).argument("<job...>", "job IDs, as `jobs` lists them");
  withExamples(
    command,
    'cancel q5n2kd7ucrxw6hs3ezfyjg4tba-security --stage prod --reason "asked for by mistake"',
  ).action((jobs: string[], options: ChangeOptions) => cancel(jobs, options, io));
}

async function cancel(jobs: string[], options: ChangeOptions, io: Io): Promise<void> {
  const stack = await findStack(options);
  const by = { actor: await actorOf(options, stack), reason: options.reason };
  let isVisible = false;
  await changeEachJob(
    jobs,
    async (id) => {
      const changed = await cancelOne(id, by, stack);
      if (!("done" in changed)) return changed;
      isVisible ||= changed.job.mode === "active";
      return changed.done;
    },
    io,
  ).finally(() => {
    if (isVisible) print(io.stderr, "The pull request shows it within two minutes.");
  });
}
