import { InvalidInputError } from "../../stack/input.ts";
import type { JobPosition } from "../../stack/jobs/find-jobs.ts";

const form = /^(\d{4}-[0-9T:.-]{1,30}Z)((?:~[\w-]{1,100}){1,200})$/;

/** Returns the position as text that the page sends back for the next page; null after the last one. */
export function writeJobCursor(position: JobPosition | null): string | null {
  return position && [position.time, ...position.passed].join("~");
}

/** Reads a cursor of `writeJobCursor`; null for the first page. Throws InvalidInputError for any other text. */
export function readJobCursor(text: string | null): JobPosition | null {
  if (text === null) return null;
  const [, time, passed] = form.exec(text) ?? [];
  if (!time || !passed) throw new InvalidInputError("That is not the cursor of a page of jobs.");
  return { time, passed: passed.slice(1).split("~") };
}
