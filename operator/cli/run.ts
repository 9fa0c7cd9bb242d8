import { CommanderError } from "commander";
import { describeFailure, framesOf } from "../stack/describe-failure.ts";
import { type Io, print } from "./io.ts";
import { createProgram } from "./program.ts";
import { UsageError } from "./usage.ts";

/** Runs one command; returns the exit code: 0 done, 1 failed, 2 usage error. */
export async function run(args: string[], io: Io): Promise<number> {
  try {
    await (await createProgram(io, args)).parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    // commander has already printed the message.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { message, advice } = describeFailure(error);
    print(io.stderr, `error: ${message}`, advice);
    if (io.env.DEBUG) print(io.stderr, ...framesOf(error));
    return error instanceof UsageError ? 2 : 1;
  }
}
