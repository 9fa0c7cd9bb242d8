import type { Job } from "../../../core/jobs/job.ts";
import { type JobState, jobStates } from "../../../core/jobs/job-state.ts";
import type { JobIndexName, JobPlace, JobRange } from "./job-ids.ts";

export interface JobFilter {
  delivery?: string;
  repo_id?: number;
  pr?: number;
  employee?: string;
  /** None: every state. */
  states: JobState[];
  since?: string;
  until?: string;
}

export interface JobReading {
  ids(range: JobRange): AsyncIterable<JobPlace>;
  read(jobId: string): Promise<Job | null>;
  /** So many were looked at. */
  looked(count: number): void;
}

const readAtOnce = 10;

/** The jobs that fit, newest first, up to `limit`, by the index that says most about them; the rest is looked at. */
export async function findJobs(filter: JobFilter, limit: number, reading: JobReading): Promise<Job[]> {
  const found: Job[] = [];
  let looked = 0;
  let batch: string[] = [];

  async function readBatch(): Promise<void> {
    const jobs = await Promise.all(batch.map(reading.read));
    looked += batch.length;
    batch = [];
    reading.looked(looked);
    // An index may be a little behind: what the job says itself counts.
    found.push(...jobs.filter((job) => job !== null).filter((job) => fits(job, filter)));
  }

  for await (const { job_id } of newestFirst(rangesOf(filter).map(reading.ids))) {
    batch.push(job_id);
    if (batch.length >= readAtOnce) await readBatch();
    if (found.length >= limit) break;
  }
  await readBatch();
  return found.slice(0, limit);
}

/** Which index is asked, and for what. */
export function rangesOf({ delivery, repo_id, pr, employee, states, ...between }: JobFilter): JobRange[] {
  const times = { since: between.since ?? null, until: between.until ?? null };
  const range = (index: JobIndexName, value: string): JobRange => ({ index, value, ...times });
  if (delivery) return [range("by-delivery", delivery)];
  if (repo_id) return [{ index: "by-pull-request-id", repo_id, pr_number: pr ?? null, ...times }];
  if (employee) return [range("by-employee", employee)];
  return (states.length > 0 ? states : jobStates).map((state) => range("by-state", state));
}

function fits(job: Job, { delivery, repo_id, pr, employee, states }: JobFilter): boolean {
  return (
    (!delivery || job.delivery_id === delivery) &&
    (!repo_id || job.repo_id === repo_id) &&
    (!pr || job.pr_number === pr) &&
    (!employee || job.employee === employee) &&
    (states.length === 0 || states.includes(job.state))
  );
}

/** Several lists, each newest first, as one. */
async function* newestFirst(lists: AsyncIterable<JobPlace>[]): AsyncGenerator<JobPlace> {
  const iterators = lists.map((list) => list[Symbol.asyncIterator]());
  const heads = await Promise.all(iterators.map((iterator) => iterator.next()));
  const seen = new Set<string>();
  for (;;) {
    let newest = -1;
    for (const [n, head] of heads.entries()) {
      if (head.done) continue;
      const best = heads[newest];
      if (!best || best.done || head.value.time > best.value.time) newest = n;
    }
    const head = heads[newest];
    const iterator = iterators[newest];
    if (!head || head.done || !iterator) return;
    // A job that changes meanwhile may stand in two of them.
    if (!seen.has(head.value.job_id)) yield head.value;
    seen.add(head.value.job_id);
    heads[newest] = await iterator.next();
  }
}
