import type { Io } from "./io.ts";
import { UsageError } from "./usage.ts";

/** Asks the user on a terminal. Returns whether to go on; throws UsageError without a terminal or `--yes`. */
export async function confirm(
  question: string,
  yes: boolean | undefined,
  { stdin, stderr }: Io,
): Promise<boolean> {
  if (yes) return true;
  if (!stdin.isTTY) {
    const advice = "Add --yes to do it, or --dry-run to see the effect.";
    throw new UsageError(`${question} Not a terminal; cannot confirm.`, advice);
  }
  stderr.write(`${question} [y/N] `);
  for await (const chunk of stdin) return /^\s*y(es)?\s*$/i.test(String(chunk));
  return false;
}
