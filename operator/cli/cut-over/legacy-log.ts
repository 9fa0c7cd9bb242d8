import { readLines } from "./read-lines.ts";

/** A command in the log of the old system. */
export interface LegacyRun {
  /** `owner/name`. */
  repo: string;
  pr_number: number;
  /** The comment or review with the command. */
  comment_id: number;
  /** Without the slash. */
  command: string;
  /** Its name here. */
  employee: string;
  /** ISO 8601. */
  received_at: string;
  /** Null if it was never answered. */
  answered_at: string | null;
  /** Its text, to compare it with a kept one; null if the log has none. */
  answer: string | null;
}

/** Reads the log of the old system, one JSON object per line. Throws OperatorError with the first invalid line. */
export function readLegacyLog(file: string): Promise<LegacyRun[]> {
  return readLines(file, (line) => {
    const {
      repo,
      pr_number,
      comment_id,
      command,
      employee,
      received_at,
      answered_at = null,
      answer = null,
    } = line;
    if (typeof repo !== "string" || !repo.includes("/")) return "`repo` must be owner/name.";
    if (!isId(pr_number)) return "`pr_number` must be a number.";
    if (!isId(comment_id)) return "`comment_id` must be a number.";
    if (typeof command !== "string" || command === "") return "`command` must be a name.";
    if (typeof employee !== "string" || employee === "") return "`employee` must be a name.";
    if (!isTime(received_at)) return "`received_at` must be a time, as ISO 8601.";
    if (answered_at !== null && !isTime(answered_at)) return "`answered_at` must be a time or null.";
    if (answer !== null && typeof answer !== "string") return "`answer` must be a text or null.";
    return {
      ...{ repo, pr_number, comment_id, employee, received_at, answered_at, answer },
      command: command.replace(/^\//, ""),
    };
  });
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function isTime(value: unknown): value is string {
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}
