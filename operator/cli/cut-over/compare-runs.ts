import type { Job } from "../../../core/jobs/job.ts";
import type { KeptAnswer } from "../../stack/jobs/kept-answer.ts";
import type { LegacyRun } from "./legacy-log.ts";

/** `same`: both ran the same employee. `refused`: here it did not run, or would not have run. */
export type Verdict = "same" | "different_employee" | "missed" | "refused" | "extra";

export interface ComparedRun {
  verdict: Verdict;
  repo: string;
  pr_number: number;
  comment_id: number;
  command: string;
  legacy_employee: string | null;
  employee: string | null;
  job_id: string | null;
  /** Codes of the refusal; null if it was not refused. */
  reason: string | null;
  /** The text of the old system's answer; null if its log has none. */
  legacy_answer: string | null;
  /** The answer that an employee's run in shadow has kept; null in any other run. */
  kept_answer: KeptAnswer | null;
}

/** Milliseconds from the webhook to the old system's answer, to our decision and to our answers. */
export interface Latencies {
  legacy: number[];
  decided: number[];
  answered: number[];
}

/** Compares the runs of both sides. A command that was given twice counts as two runs. */
export function compareRuns(
  legacy: readonly LegacyRun[],
  jobs: readonly Job[],
): { runs: ComparedRun[]; latencies: Latencies } {
  const open = [...jobs];
  const take = (fits: (job: Job) => boolean): Job | null => {
    const index = open.findIndex(fits);
    return index < 0 ? null : (open.splice(index, 1)[0] ?? null);
  };
  // Pairs runs of the same employee first, because one command may run several employees.
  const paired = legacy.map((run) => ({
    run,
    job: take((job) => isSame(job, run) && job.employee === run.employee),
  }));
  const runs = paired.map(({ run, job }) =>
    compared(run, job ?? take((one) => isSame(one, run)) ?? refusedForAll(run, jobs)),
  );
  const extra = open.filter((job) => refusalOf(job) === null).map((job) => compared(null, job));
  return { runs: [...runs, ...extra], latencies: latenciesOf(legacy, jobs) };
}

function isSame(job: Job, { repo, comment_id, command }: LegacyRun): boolean {
  const sameRepo = job.repo.toLowerCase() === repo.toLowerCase();
  return sameRepo && job.source.id === comment_id && job.command.name === command;
}

/** Returns the job that refuses a command for all its employees; null if there is none. */
function refusedForAll(run: LegacyRun, jobs: readonly Job[]): Job | null {
  const [first, ...more] = jobs.filter((job) => isSame(job, run));
  return first && more.length === 0 && first.refusals.length > 0 ? first : null;
}

function compared(run: LegacyRun | null, job: Job | null): ComparedRun {
  const reason = job ? refusalOf(job) : null;
  return {
    verdict: verdictOf(run, job, reason),
    repo: run?.repo ?? job?.repo ?? "",
    pr_number: run?.pr_number ?? job?.pr_number ?? 0,
    comment_id: run?.comment_id ?? job?.source.id ?? 0,
    command: run?.command ?? job?.command.name ?? "",
    legacy_employee: run?.employee ?? null,
    employee: job?.employee ?? null,
    job_id: job?.job_id ?? null,
    reason,
    legacy_answer: run?.answer ?? null,
    kept_answer: null,
  };
}

function verdictOf(run: LegacyRun | null, job: Job | null, reason: string | null): Verdict {
  if (!run) return "extra";
  if (!job) return "missed";
  if (reason !== null) return "refused";
  return run.employee === job.employee ? "same" : "different_employee";
}

/** Returns why a job did not run, or in shadow would not have run; null otherwise. */
function refusalOf({ state, refusals, last_event }: Job): string | null {
  if (refusals.length > 0) return refusals.map(({ code }) => code).join(", ");
  return state === "CANCELLED" ? last_event.reason : null;
}

function latenciesOf(legacy: readonly LegacyRun[], jobs: readonly Job[]): Latencies {
  const since = (job: Job, at: string) => Date.parse(at) - Date.parse(job.received_at ?? job.created_at);
  return {
    legacy: legacy.flatMap(({ received_at, answered_at }) =>
      answered_at ? [Date.parse(answered_at) - Date.parse(received_at)] : [],
    ),
    decided: jobs.map((job) => since(job, job.created_at)),
    answered: jobs.filter(hasEndedRun).map((job) => since(job, job.last_event.at)),
  };
}

/** Answered on the pull request, or in shadow with an answer that was kept. */
function hasEndedRun({ state, result_ref }: Job): boolean {
  return state === "NOTIFIED" || (state === "IGNORED" && result_ref !== null);
}
