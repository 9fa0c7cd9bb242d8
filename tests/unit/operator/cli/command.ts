import { callCli, type Finished } from "./cli.ts";

/** Runs a command in this process for the test's stack. `typed`: the input of a user on a terminal. */
export function command(args: string[], typed: string | null = null): Promise<Finished> {
  return callCli([...args, "--stage", "test", "--region", "eu-central-1"], typed ?? "", typed !== null);
}
