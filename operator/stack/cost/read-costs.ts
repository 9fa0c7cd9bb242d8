import type { Job } from "../../../core/jobs/job.ts";
import { findJobs, type JobReader } from "../jobs/find-jobs.ts";
import { costOf } from "./job-cost.ts";

export const costGroups = ["employee", "repository", "person", "day", "model"] as const;

export type CostGroup = (typeof costGroups)[number];

/** The cost of several jobs. */
export interface CostSum {
  /** Jobs with a known cost. */
  jobs: number;
  /** Millionths of a US dollar, without the jobs of models that have no price. */
  micros: number;
  /** Jobs of models that have no price: only their tokens are known. */
  unpriced_jobs: number;
  input_tokens: number;
  output_tokens: number;
}

export interface CostRow extends CostSum {
  /** Name of the employee, ID of the repository or person, day (UTC), or name of the model. */
  key: string;
  /** For people: `owner/name` and login as the newest job has them; otherwise the key. */
  name: string;
}

export interface CostReport {
  by: CostGroup;
  /** Times of the jobs' last changes, ISO 8601 UTC; null for no limit. */
  since: string | null;
  until: string | null;
  total: CostSum;
  /** The most expensive first; days in their order. */
  rows: CostRow[];
  /** There are more jobs than the limit: the oldest are missing. */
  cut: boolean;
}

interface CostQuery {
  by: CostGroup;
  since?: string;
  until?: string;
  /** Most jobs to read. */
  limit: number;
}

/** Sums the cost of the jobs that changed in a period. Reads each of them. */
export async function readCosts(
  { by, since, until, limit }: CostQuery,
  reading: JobReader,
): Promise<CostReport> {
  const filter = { states: [], ...(since && { since }), ...(until && { until }) };
  const jobs = await findJobs(filter, limit, reading);
  const sums = sumCosts(jobs, by);
  return { by, since: since ?? null, until: until ?? null, ...sums, cut: jobs.length === limit };
}

/** Sums the cost of jobs, newest first, by group. */
export function sumCosts(jobs: readonly Job[], by: CostGroup): Pick<CostReport, "total" | "rows"> {
  const total = nothing();
  const rows = new Map<string, CostRow>();
  for (const job of jobs) {
    const cost = costOf(job);
    if (!cost) continue;
    const { key, name } = groupOf(job, cost.model, by);
    const row = rows.get(key) ?? { key, name, ...nothing() };
    rows.set(key, row);
    for (const sum of [total, row]) {
      sum.jobs += 1;
      sum.micros += cost.micros ?? 0;
      sum.unpriced_jobs += cost.micros === null ? 1 : 0;
      sum.input_tokens += cost.input_tokens;
      sum.output_tokens += cost.output_tokens;
    }
  }
  const byDay = (a: CostRow, b: CostRow) => a.key.localeCompare(b.key);
  const byCost = (a: CostRow, b: CostRow) => b.micros - a.micros || tokensOf(b) - tokensOf(a) || byDay(a, b);
  return { total, rows: [...rows.values()].sort(by === "day" ? byDay : byCost) };
}

const nothing = (): CostSum => ({
  jobs: 0,
  micros: 0,
  unpriced_jobs: 0,
  input_tokens: 0,
  output_tokens: 0,
});

const tokensOf = ({ input_tokens, output_tokens }: CostSum): number => input_tokens + output_tokens;

function groupOf(job: Job, model: string | null, by: CostGroup): Pick<CostRow, "key" | "name"> {
  const same = (key: string) => ({ key, name: key });
  switch (by) {
    case "employee":
      return same(job.employee);
    case "repository":
      return { key: String(job.repo_id), name: job.repo };
    case "person":
      return { key: String(job.sender.id), name: job.sender.login };
    case "day":
      return same(job.updated_at.slice(0, 10));
    case "model":
      return same(model ?? "unknown");
  }
}
