import type { Failure } from "../stack/describe-failure.ts";
import { OperatorError } from "../stack/errors.ts";
import { type Io, print } from "./io.ts";

/** Changes each job and prints the result. Throws OperatorError at the end if some jobs were not changed. */
export async function changeEachJob(
  jobIds: readonly string[],
  change: (jobId: string) => Promise<string | Failure>,
  io: Io,
): Promise<void> {
  const ids = [...new Set(jobIds)];
  const failures: Failure[] = [];
  for (const id of ids) {
    const result = await change(id);
    if (typeof result === "string") print(io.stdout, result);
    else failures.push(result);
  }
  const [first, ...others] = failures;
  if (!first) return;
  if (ids.length === 1) throw new OperatorError(first.message, first.advice);
  for (const { message, advice } of [first, ...others]) print(io.stderr, `${message} ${advice}`);
  throw new OperatorError(`${ids.length - failures.length} of ${ids.length} jobs changed.`, "See above.");
}
