import { Command } from "commander";
import { addAppManifest } from "./commands/app-manifest.ts";
import { addAppRegister } from "./commands/app-register.ts";
import { addSecretsCheck } from "./commands/secrets-check.ts";
import { addSecretsRotate } from "./commands/secrets-rotate.ts";
import { addSecretsSet } from "./commands/secrets-set.ts";
import { addSecretsSetModel } from "./commands/secrets-set-model.ts";
import type { Io } from "./io.ts";

/** All commands: a group a noun, a file a command. */
export function createProgram(io: Io): Command {
  const program = new Command("pr-automation")
    .description("Operates a deployed stack, with your own AWS credentials (AWS_PROFILE and its like).")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    })
    .showHelpAfterError("Add --help to see how it is called.")
    .addHelpText("after", "\nExit codes: 0 done, 1 failed, 2 called wrongly.");

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
