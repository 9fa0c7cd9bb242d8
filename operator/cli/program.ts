import { Command } from "commander";
import { addAppManifest } from "./commands/app-manifest.ts";
import { addAppRegister } from "./commands/app-register.ts";
import { addCancel } from "./commands/cancel.ts";
import { addCapture } from "./commands/capture.ts";
import { addCircuitClose } from "./commands/circuit-close.ts";
import { addCircuitList } from "./commands/circuit-list.ts";
import { addCircuitOpen } from "./commands/circuit-open.ts";
import { addConsole } from "./commands/console.ts";
import { addDeliveries } from "./commands/deliveries.ts";
import { addDlqDrop } from "./commands/dlq-drop.ts";
import { addDlqList } from "./commands/dlq-list.ts";
import { addDlqReplay } from "./commands/dlq-replay.ts";
import { addDlqShow } from "./commands/dlq-show.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addExplain } from "./commands/explain.ts";
import { addIdempotencyExport } from "./commands/idempotency-export.ts";
import { addIdempotencyImport } from "./commands/idempotency-import.ts";
import { addJob } from "./commands/job.ts";
import { addJobs } from "./commands/jobs.ts";
import { addPause } from "./commands/pause.ts";
import { addRedeliver } from "./commands/redeliver.ts";
import { addReplay } from "./commands/replay.ts";
import { addResume } from "./commands/resume.ts";
import { addRetry } from "./commands/retry.ts";
import { addRolloutApply } from "./commands/rollout-apply.ts";
import { addRolloutBack } from "./commands/rollout-back.ts";
import { addRolloutCompare } from "./commands/rollout-compare.ts";
import { addRolloutHistory } from "./commands/rollout-history.ts";
import { addRolloutMirror } from "./commands/rollout-mirror.ts";
import { addRolloutSet } from "./commands/rollout-set.ts";
import { addRolloutShow } from "./commands/rollout-show.ts";
import { addSecretsCheck } from "./commands/secrets-check.ts";
import { addSecretsRotate } from "./commands/secrets-rotate.ts";
import { addSecretsSet } from "./commands/secrets-set.ts";
import { addSecretsSetModel } from "./commands/secrets-set-model.ts";
import { addSimulate } from "./commands/simulate.ts";
import type { Io } from "./io.ts";
import { ownVersion } from "./version.ts";

/** All commands: a group a noun, a file a command. */
export function createProgram(io: Io): Command {
  const program = new Command("pr-automation")
    .description("Operates a deployed stack, with your own AWS credentials (AWS_PROFILE and its like).")
    .version(ownVersion(), "--version", "prints the version of this checkout")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    })
    .showHelpAfterError("Add --help to see how it is called.")
    .addHelpText("after", "\nExit codes: 0 done, 1 failed, 2 called wrongly.");

  addConsole(program, io);
  addDoctor(program, io);
  addJobs(program, io);
  addJob(program, io);
  addRetry(program, io);
  addCancel(program, io);
  addDeliveries(program, io);
  addRedeliver(program, io);
  addExplain(program, io);
  addSimulate(program, io);
  addCapture(program, io);
  addReplay(program, io);
  addPause(program, io);
  addResume(program, io);

  const dlq = program.command("dlq").description("Dead letters: webhooks that could not be dispatched");
  addDlqList(dlq, io);
  addDlqShow(dlq, io);
  addDlqReplay(dlq, io);
  addDlqDrop(dlq, io);

  const circuit = program.command("circuit").description("Who is called, and who is left alone for a while");
  addCircuitList(circuit, io);
  addCircuitOpen(circuit, io);
  addCircuitClose(circuit, io);

  const rollout = program.command("rollout").description("What is live, in shadow or off");
  addRolloutShow(rollout, io);
  addRolloutSet(rollout, io);
  addRolloutApply(rollout, io);
  addRolloutBack(rollout, io);
  addRolloutHistory(rollout, io);
  addRolloutCompare(rollout, io);
  addRolloutMirror(rollout, io);

  const idempotency = program
    .command("idempotency")
    .description("What was acted on, carried to another system");
  addIdempotencyExport(idempotency, io);
  addIdempotencyImport(idempotency, io);

  const app = program.command("app").description("The GitHub App that a stack works as");
  addAppManifest(app, io);
  addAppRegister(app, io);

  const secrets = program.command("secrets").description("What a stack keeps in Secrets Manager");
  addSecretsSet(secrets, io);
  addSecretsSetModel(secrets, io);
  addSecretsCheck(secrets, io);
  addSecretsRotate(secrets, io);
  return program;
}
