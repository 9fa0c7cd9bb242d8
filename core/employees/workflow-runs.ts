import type { Callback } from "../callbacks/callback-store.ts";
import { isoTime } from "../clock.ts";
import { PermanentError } from "../errors.ts";
import { executionName } from "../jobs/job-id.ts";
import type { Employee } from "../roster/employee.ts";

/** The workflow of an employee, as its roster file names it. */
export type WorkflowFile = NonNullable<Employee["workflow"]>;

export interface RunLink {
  id: number;
  /** Address of the run's page. */
  url: string;
}

export interface WorkflowRun extends RunLink {
  /** How a completed run ended, for example `success` or `timed_out`; null while it is queued or runs. */
  conclusion: string | null;
  /** Time of its last change, ISO 8601 UTC. */
  updated_at: string;
}

/**
 * Port: the runs of GitHub workflows. Throws PermanentError with a code `workflow_…` if the roster or the App's permissions
 * are wrong, and RetryableError if GitHub does not answer.
 */
export interface WorkflowRuns {
  /**
   * Starts a run. Returns null if it started and GitHub does not say which one it is. Not idempotent: after a
   * RetryableError the run may have started.
   */
  start(workflow: WorkflowFile, inputs: Record<string, string>): Promise<RunLink | null>;
  /** Finds the run with this word in its title among those created since a time; the oldest one, or null. */
  find(workflow: WorkflowFile, run: { name: string; since: string }): Promise<RunLink | null>;
  /** Returns null if GitHub does not know the run. */
  read(workflow: WorkflowFile, id: number): Promise<WorkflowRun | null>;
  /** Returns false if the run has already completed or does not exist. */
  cancel(workflow: WorkflowFile, id: number): Promise<boolean>;
}

/** GitHub's limit for all inputs of a run together, in characters. */
export const maxInputCharacters = 65_535;

/** All tries of the state together take less time, so an earlier one started its run after that. */
const longestTriesMs = 12 * 3_600_000;

/**
 * Finds the run of a callback by its title: the workflow sets `run-name` to `<job id>-r<attempt>`. An earlier try of the
 * state may have started it, hours before if the last one waited for GitHub.
 */
export function findWorkflowRun(
  { job_id, attempt, expires_at }: Callback,
  employee: Employee,
  runs: Pick<WorkflowRuns, "find">,
): Promise<RunLink | null> {
  const lastTry = Date.parse(expires_at) - employee.timeout_seconds * 1000;
  return runs.find(requireWorkflow(employee), {
    name: executionName(job_id, attempt),
    since: isoTime(lastTry - longestTriesMs),
  });
}

/** Throws PermanentError if the employee has another runner than when the command was accepted. */
export function requireWorkflow({ name, workflow }: Employee): WorkflowFile {
  if (workflow) return workflow;
  const message = `The runner of ${name} changed after the command was accepted: give the command again`;
  throw new PermanentError("runner_changed", message);
}
