import { callCli, type Finished } from "./cli.ts";

/** A command in this process for the stack of the test. `typed`: somebody sits at a terminal and types that. */
export function command(args: string[], typed: string | null = null): Promise<Finished> {
  return callCli([...args, "--stage", "test", "--region", "eu-central-1"], typed ?? "", typed !== null);
}
