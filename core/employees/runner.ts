import type { Employee, RunnerName } from "../roster/employee.ts";
import type { PullRequestContext } from "./pull-request-context.ts";

/** A job as its employee sees it: all that it may know, and no credential. */
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
  /** `answered`: the work is done. `unavailable`: it cannot be done, and the Markdown says what to do. */
  outcome: "answered" | "unavailable";
  /** GitHub-flavoured Markdown, neither redacted nor split. */
  markdown: string;
  /** Tokens used; null for runners without a model. */
  usage: { input_tokens: number; output_tokens: number } | null;
}

/**
 * Port: does an employee's work until the signal aborts it. Throws RetryableError for a transient failure (provider
 * overloaded, network) and PermanentError for any other (key refused, model unknown).
 */
export type Runner = (task: EmployeeTask, signal: AbortSignal) => Promise<EmployeeResult>;

/** The runner behind each name in the roster. */
export type Runners = Record<RunnerName, Runner>;
