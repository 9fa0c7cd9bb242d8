import { readFileSync } from "node:fs";

/** Runs a command that must fail with this message. */
export async function expectRefusal(run: () => Promise<unknown>, log: string, words: string): Promise<void> {
  const succeeded = await run().then(
    () => true,
    () => false,
  );
  const text = readFileSync(log, "utf8");
  if (succeeded || !text.includes(words)) throw new Error(`Not refused with "${words}": ${text}`);
}
