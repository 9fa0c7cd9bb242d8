import { readFile } from "node:fs/promises";
import { asRecord, parseJson } from "../../../core/json-value.ts";
import { OperatorError } from "../../stack/errors.ts";

/** Reads a file with one JSON object per line. Throws OperatorError with the line that `read` returns a message for. */
export async function readLines<Entry>(
  file: string,
  read: (value: Record<string, unknown>) => Entry | string,
): Promise<Entry[]> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new OperatorError(`${file} cannot be read.`, "Check the path.", { cause: error });
  });
  const entries: Entry[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    // Without an object `read` reports the first missing field.
    const entry = read(asRecord(parseJson(line)));
    if (typeof entry !== "string") entries.push(entry);
    else throw new OperatorError(`${file}:${index + 1}: ${entry}`, "docs/rollout.md describes the format.");
  }
  return entries;
}
