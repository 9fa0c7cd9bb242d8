import { CommandError } from "../stack/errors.ts";
import { type Io, print } from "./io.ts";

/** Why something was not done with a job, and what to do instead. */
export interface JobFailure {
  message: string;
  advice: string;
}

/**
 * Does something with each of these jobs, and says of each what came of it. Throws CommandError at the end when it was
 * not done with all of them.
 */
export async function eachJob(
  jobIds: readonly string[],
  work: (jobId: string) => Promise<string | JobFailure>,
  io: Io,
): Promise<void> {
  const ids = [...new Set(jobIds)];
  const failed: JobFailure[] = [];
  for (const id of ids) {
    const result = await work(id);
    if (typeof result === "string") print(io.stdout, result);
    else failed.push(result);
  }
  const [first, ...others] = failed;
  if (!first) return;
  if (ids.length === 1) throw new CommandError(first.message, first.advice);
  for (const { message, advice } of [first, ...others]) print(io.stderr, `${message} ${advice}`);
  throw new CommandError(
    `It was done with ${ids.length - failed.length} of ${ids.length} jobs.`,
    "See above.",
  );
}
