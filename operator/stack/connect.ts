import { fileURLToPath } from "node:url";
import type { StackOptions } from "../cli/options/stack-options.ts";
import { CommandError } from "./errors.ts";
import { readStackFile } from "./laptop-file.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Points every AWS client that this process makes from now on at the stage's AWS: at the region that was asked for, or
 * at the laptop that runs from this folder. Throws CommandError when none does.
 */
export function connect({ stage, region }: StackOptions, folder = project): StackOptions {
  if (stage !== "local") {
    process.env.AWS_REGION = region;
    return { stage, region };
  }
  const laptop = readStackFile(folder);
  if (!laptop) throw new CommandError("No laptop is running from this folder.", "Start one: npm start");
  Object.assign(process.env, laptop.connection);
  // A profile would come before the laptop's own credentials.
  delete process.env.AWS_PROFILE;
  return { stage, region: laptop.connection.AWS_REGION ?? region };
}
