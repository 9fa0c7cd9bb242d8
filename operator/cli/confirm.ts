import { UsageError } from "../stack/errors.ts";
import type { Io } from "./io.ts";

/** Asks a person; nobody at a terminal has to say --yes. Answers whether it is to be done. */
export async function confirm(
  question: string,
  yes: boolean | undefined,
  { stdin, stderr }: Io,
): Promise<boolean> {
  if (yes) return true;
  if (!stdin.isTTY) {
    const advice = "Add --yes to do it, or --dry-run to see what would be done.";
    throw new UsageError(`${question} Nobody is there to ask.`, advice);
  }
  stderr.write(`${question} [y/N] `);
  for await (const chunk of stdin) return /^\s*y(es)?\s*$/i.test(String(chunk));
  return false;
}
