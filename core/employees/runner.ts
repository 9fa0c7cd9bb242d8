import type { Employee } from "../roster/employee.ts";
import type { PullRequestContext } from "./pull-request-context.ts";

/** One job handed to an employee: everything it may know, nothing it could write with. */
export interface EmployeeTask {
  job_id: string;
  attempt: number;
  employee: Employee;
  /** The command without its slash, the rest of its line as typed, and the parsed arguments. */
  command: { name: string; text: string; arguments: Record<string, unknown> };
  /** Login of the user who gave the command. */
  requested_by: string;
  context: PullRequestContext;
}

export interface EmployeeResult {
  /** `answered`: the work was done. `unavailable`: it could not be, and the Markdown says what to do. */
  outcome: "answered" | "unavailable";
  /** GitHub-flavoured Markdown, not yet redacted or split. */
  markdown: string;
  /** Tokens used, null for runners that use none. */
  usage: { input_tokens: number; output_tokens: number } | null;
}

/**
 * Port: does an employee's work. Aborts when the signal fires. Throws RetryableError for a failure that may pass
 * (provider overloaded, network), PermanentError for one that will not (key refused, model unknown).
 */
export type Runner = (task: EmployeeTask, signal: AbortSignal) => Promise<EmployeeResult>;
