import { readFile } from "node:fs/promises";
import { CommandError } from "../../stack/errors.ts";

/** A file of one JSON object a line. Throws CommandError with the line that is none, or that `read` does not take. */
export async function readLines<Entry>(
  file: string,
  read: (value: Record<string, unknown>) => Entry | string,
): Promise<Entry[]> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new CommandError(`${file} cannot be read.`, "Check the path.", { cause: error });
  });
  const entries: Entry[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const entry = read(parse(line));
    if (typeof entry !== "string") entries.push(entry);
    else throw new CommandError(`${file}:${index + 1}: ${entry}`, "docs/rollout.md has the format.");
  }
  return entries;
}

/** What is no object has no field, and the reader says which it misses. */
function parse(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
