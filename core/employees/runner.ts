import type { Employee, OwnRunnerName } from "../roster/employee.ts";
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

/** Version 1 of a result, one format for all runners. All of it is untrusted. */
export interface EmployeeResult {
  /** Missing in results of earlier versions. */
  version?: 1;
  /**
   * `answered`: the work is done. `unavailable`: it cannot be done, and the Markdown says what to do. `failed`: it went
   * wrong, and the Markdown may say why.
   */
  outcome: "answered" | "unavailable" | "failed";
  /** GitHub-flavoured Markdown, neither redacted nor split. */
  markdown: string;
  findings?: Finding[];
  /** What was reviewed; null or missing if the runner does not say. */
  coverage?: Coverage | null;
  /** Tokens used; null for runners without a model. */
  usage: Usage | null;
  /** What the run cost according to its runner; null or missing if it does not say. */
  cost?: { dollars: number } | null;
}

export interface Usage {
  input_tokens: number;
  output_tokens: number;
  /** `<provider>/<model id>`, as workflows/models.yml names it. */
  model?: string | null;
}

/** One problem that a review found. */
export interface Finding {
  /** Path of the file in the repository. */
  path: string;
  /** First and last line, from 1; null for the whole file. */
  line: number | null;
  end_line?: number | null;
  severity: "low" | "medium" | "high";
  /** One line of plain text. */
  title: string;
  /** Markdown. */
  body?: string;
}

/** Counts of the changed files. */
export interface Coverage {
  files_reviewed: number;
  files_total: number;
}

/**
 * Port: does an employee's work until the signal aborts it. Throws RetryableError for a transient failure (provider
 * overloaded, network) and PermanentError for any other (key refused, model unknown).
 */
export type Runner = (task: EmployeeTask, signal: AbortSignal) => Promise<EmployeeResult>;

/** The runners that answer in the process of `run-employee`. */
export type Runners = Record<OwnRunnerName, Runner>;
