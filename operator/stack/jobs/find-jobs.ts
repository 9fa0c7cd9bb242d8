import type { CommandSource } from "../../../core/github/pull-request.ts";
import type { Job } from "../../../core/jobs/job.ts";
import { type JobState, jobStates } from "../../../core/jobs/job-state.ts";
import type { Stack } from "../find-stack.ts";
import { stackPorts } from "../stack-ports.ts";
import { type JobIndexEntry, type JobIndexName, type JobRange, jobIds } from "./job-ids.ts";
import { commentIds } from "./job-summary.ts";

export interface JobFilter {
  delivery?: string;
  repo_id?: number;
  pr?: number;
  employee?: string;
  /** Login of the user who gave the command; GitHub's logins ignore case. */
  sender?: string;
  /** The comment with the command, or a comment of the answer; needs `repo_id`. */
  comment?: Pick<CommandSource, "kind" | "id">;
  /** Empty for every state. */
  states: readonly JobState[];
  since?: string;
  until?: string;
}

/** Reads jobs for `findJobs`. */
export interface JobReader {
  ids(range: JobRange): AsyncIterable<JobIndexEntry>;
  read(jobId: string): Promise<Job | null>;
  /** Reports the number of jobs read so far. */
  progress(count: number): void;
}

/** Creates the reader of a stack's jobs for `findJobs`. */
export function createJobReader(stack: Stack, progress: (count: number) => void = () => {}): JobReader {
  const { jobs } = stackPorts(stack);
  return {
    ids: (range) => jobIds(stack.output("JobTableName"), range),
    read: (jobId) => jobs.read(jobId),
    progress,
  };
}

/** Where a page of jobs ends, in the order of the index that was read. */
export interface JobPosition {
  /** The index's own time of the last job, ISO 8601 UTC. */
  time: string;
  /** The jobs of exactly this time that were already read. */
  passed: string[];
}

interface JobPage {
  /** Newest first. */
  jobs: Job[];
  /** Null after the last job. */
  next: JobPosition | null;
}

const batchSize = 10;

/** Returns the matching jobs, newest first, up to `limit`: by the most selective index, then by reading each job. */
export async function findJobs(filter: JobFilter, limit: number, reading: JobReader): Promise<Job[]> {
  return (await findJobPage(filter, { limit }, reading)).jobs;
}

/**
 * Returns a page of the matching jobs, as `findJobs` does. It starts behind `from` and ends after `limit` matches or
 * after reading about `maxReads` jobs, so a page may have fewer matches than another one that follows it.
 */
export async function findJobPage(
  filter: JobFilter,
  { limit, maxReads = Number.POSITIVE_INFINITY, from = null }: JobPageRequest,
  reading: JobReader,
): Promise<JobPage> {
  const found: Job[] = [];
  let position = from;
  let count = 0;
  let batch: JobIndexEntry[] = [];

  /** Returns whether the page is complete. */
  async function readBatch(): Promise<boolean> {
    const entries = batch;
    batch = [];
    const jobs = await Promise.all(entries.map(({ job_id }) => reading.read(job_id)));
    count += entries.length;
    reading.progress(count);
    for (const [n, job] of jobs.entries()) {
      const entry = entries[n];
      if (!entry || found.length >= limit) return true;
      position = behind(entry, position);
      // An index lags behind the table.
      if (job && matches(job, filter)) found.push(job);
    }
    return found.length >= limit || count >= maxReads;
  }

  const ranges = rangesOf(from ? { ...filter, until: from.time } : filter);
  let isFull = false;
  let last: JobIndexEntry | null = null;
  for await (const entry of newestFirst(ranges.map(reading.ids))) {
    if (from?.passed.includes(entry.job_id)) continue;
    if (isFull) return { jobs: found, next: position };
    batch.push(entry);
    last = entry;
    if (batch.length >= batchSize) isFull = await readBatch();
  }
  if (!isFull) await readBatch();
  const isEnd = last === null || position?.passed.at(-1) === last.job_id;
  return { jobs: found, next: isEnd ? null : position };
}

interface JobPageRequest {
  limit: number;
  maxReads?: number;
  /** Null for the first page. */
  from?: JobPosition | null;
}

function behind({ time, job_id }: JobIndexEntry, before: JobPosition | null): JobPosition {
  return { time, passed: before?.time === time ? [...before.passed, job_id] : [job_id] };
}

/** Returns the index ranges that contain the jobs of a filter. */
export function rangesOf({ delivery, repo_id, pr, employee, states, ...between }: JobFilter): JobRange[] {
  const times = { since: between.since ?? null, until: between.until ?? null };
  const range = (index: JobIndexName, value: string): JobRange => ({ index, value, ...times });
  if (delivery) return [range("by-delivery", delivery)];
  if (repo_id) return [{ index: "by-pull-request-id", repo_id, pr_number: pr ?? null, ...times }];
  if (employee) return [range("by-employee", employee)];
  return (states.length > 0 ? states : jobStates).map((state) => range("by-state", state));
}

function matches(job: Job, filter: JobFilter): boolean {
  const { delivery, repo_id, pr, employee, sender, comment, states } = filter;
  return (
    (!delivery || job.delivery_id === delivery) &&
    (!repo_id || job.repo_id === repo_id) &&
    (!pr || job.pr_number === pr) &&
    (!employee || job.employee === employee) &&
    (!sender || job.sender.login.toLowerCase() === sender.toLowerCase()) &&
    (!comment || isAbout(job, comment)) &&
    (states.length === 0 || states.includes(job.state))
  );
}

/** Returns whether the job belongs to a comment: its command or a part of its answer, which GitHub numbers by kind. */
function isAbout(job: Job, { kind, id }: NonNullable<JobFilter["comment"]>): boolean {
  if (job.source.kind === kind && job.source.id === id) return true;
  const isInThread = job.comment?.thread !== undefined;
  const answers = isInThread ? "pull_request_review_comment" : "issue_comment";
  return kind === answers && commentIds(job).includes(id);
}

/** Merges lists, each newest first. */
async function* newestFirst(lists: AsyncIterable<JobIndexEntry>[]): AsyncGenerator<JobIndexEntry> {
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
    // A job that changes meanwhile may be in two lists.
    if (!seen.has(head.value.job_id)) yield head.value;
    seen.add(head.value.job_id);
    heads[newest] = await iterator.next();
  }
}
