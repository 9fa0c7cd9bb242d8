import { type Clock, isoTime } from "../../core/clock.ts";
import { FencedError, PacedError, PermanentError, UnclearError } from "../../core/errors.ts";
import type { Job } from "../../core/jobs/job.ts";
import type { JobState } from "../../core/jobs/job-state.ts";
import type { IndexedJob, JobIndex, JobStore } from "../../core/jobs/job-store.ts";
import { paceOf } from "../../core/pacing/pace-store.ts";
import type { SweepMarks } from "../../core/repair/sweep-marks.ts";
import { withConcurrency } from "../../core/with-concurrency.ts";

/** Few requests to GitHub at a time, and no new one after five failures: it may be down. */
export const gitHubPace = ({ timeLeft }: { timeLeft(): number }) => ({ width: 4, timeLeft, stopAfter: 5 });

/** Returns the jobs in these states, up to `limit` of each, the one that changed longest ago first. */
export async function jobsInStates(
  states: readonly JobState[],
  times: { after?: string; before: string },
  limit: number,
  { index }: { index: JobIndex },
): Promise<IndexedJob[]> {
  const found = await Promise.all(states.map((state) => index.inState(state, times, limit)));
  return found.flat().sort((a, b) => a.updated_at.localeCompare(b.updated_at));
}

/** Returns the part of a long list that this sweep takes, up to `size` jobs: each sweep takes the next one. */
export function turnOf(jobs: IndexedJob[], size: number, now: number): IndexedJob[] {
  const turns = Math.ceil(jobs.length / size);
  const first = turns === 0 ? 0 : (Math.floor(now / 60_000) % turns) * size;
  return jobs.slice(first, first + size);
}

export interface SweepJobsPorts {
  clock: Clock;
  index: JobIndex;
  jobs: Pick<JobStore, "read">;
  marks: SweepMarks;
  timeLeft(): number;
}

/** Which finished jobs a part of the sweep takes, and when. */
export interface FinishedJobsSweep {
  /** Name of its progress mark. */
  mark: string;
  states: readonly JobState[];
  /** Milliseconds since its end after which a job is taken. */
  fromAgeMs: number;
  /** Milliseconds since its end until which every sweep takes the job again. */
  toAgeMs: number;
  /** Milliseconds that a sweep without a mark goes back. */
  firstSweepMs: number;
  /** Milliseconds that a sweep goes back at most, after an outage or a long wait for GitHub's limits; six hours by default. */
  longestSweepMs?: number;
  /** Whether a sweep that finds no job moves the mark. */
  marksEmptySweeps: boolean;
  /** Lists of a hundred jobs that a sweep reads if jobs in the first ones wait for GitHub's limits; one by default. */
  lists?: number;
  /** Attempts at a job in one sweep. */
  attempts: 1 | 2;
}

const maxSweepMs = 6 * 3_600_000;
const jobsPerSweep = 100;

/**
 * Works through the jobs that finished since the last sweep, oldest first, until the time is up. Jobs that are left are
 * for the next sweep, but a job that keeps failing does not block those after it. Jobs whose writes have to wait for
 * GitHub's limits are never passed over. Returns the errors.
 */
export async function sweepFinishedJobs(
  sweep: FinishedJobsSweep,
  ports: SweepJobsPorts,
  work: (job: Job) => Promise<void>,
): Promise<unknown[]> {
  const now = ports.clock();
  const paced = createPacedJobs();
  const attempt = (list: IndexedJob[]) =>
    withConcurrency(list, gitHubPace(ports), (job) => workOn(job, paced, ports, work));
  const jobs: IndexedJob[] = [];
  let ended: Awaited<ReturnType<typeof attempt>> = { failures: [], left: [] };
  let isCut = false;
  for (let list = 1; list <= (sweep.lists ?? 1); list += 1) {
    const read = await readList(sweep, now, ports, jobs.at(-1)?.updated_at);
    const further = read.jobs.filter(({ job_id }) => !jobs.some((job) => job.job_id === job_id));
    isCut = read.isCut;
    jobs.push(...further);
    const tried = await attempt(further);
    ended = sweep.attempts === 2 ? await attempt(tried.left) : tried;
    // Behind jobs that wait there are jobs of installations that need not wait.
    const mayContinue = isCut && paced.jobs.length > 0 && further.length > 0 && ended.left.length === 0;
    if (!mayContinue) break;
  }
  if (jobs.length === 0 && !sweep.marksEmptySweeps) return [];
  const { failures, left } = ended;
  const next = jobs[jobs.findLastIndex((job) => !left.includes(job)) + 1];
  const ends = [next, isCut ? jobs.at(-1) : undefined, ...paced.jobs].flatMap((job) => job?.updated_at ?? []);
  const mark = [isoTime(now - sweep.toAgeMs), ...ends].reduce((a, b) => (b < a ? b : a));
  await ports.marks.advance(sweep.mark, mark);
  return [...failures, ...paced.errors];
}

/** The jobs whose writes have to wait, and their installations: further jobs of those are not even read from GitHub. */
interface PacedJobs {
  jobs: IndexedJob[];
  installations: Set<number>;
  errors: PacedError[];
}

const createPacedJobs = (): PacedJobs => ({ jobs: [], installations: new Set(), errors: [] });

async function readList(
  { mark, states, fromAgeMs, firstSweepMs, longestSweepMs = maxSweepMs }: FinishedJobsSweep,
  now: number,
  ports: SweepJobsPorts,
  after?: string,
): Promise<{ jobs: IndexedJob[]; isCut: boolean }> {
  const last = await ports.marks.read(mark);
  const start = last === null ? now - firstSweepMs : Math.max(Date.parse(last), now - longestSweepMs);
  const times = { after: after ?? isoTime(start), before: isoTime(now - fromAgeMs) };
  // A state that fills the limit may have more.
  const found = await jobsInStates(states, times, jobsPerSweep, ports);
  return { jobs: found.slice(0, jobsPerSweep), isCut: found.length >= jobsPerSweep };
}

async function workOn(
  indexed: IndexedJob,
  paced: PacedJobs,
  { jobs, clock }: SweepJobsPorts,
  work: (job: Job) => Promise<void>,
): Promise<void> {
  const job = await jobs.read(indexed.job_id);
  if (!job) return;
  const installation = paceOf(job);
  if (paced.installations.has(installation)) {
    paced.jobs.push(indexed);
    return;
  }
  try {
    await work(job);
  } catch (error) {
    if (error instanceof PacedError) {
      paced.installations.add(installation);
      paced.jobs.push(indexed);
      paced.errors.push(error);
    } else if (!isGivenUp(error, job, clock())) throw error;
  }
}

/** After that, a refusal that does not say whether it passes is final. */
const unclearMs = 10 * 60_000;

/**
 * Returns whether the sweeper leaves the comments of a finished job as they are: the pull request is gone, GitHub keeps
 * refusing the App, or another instance or a new attempt works on the job.
 */
function isGivenUp(error: unknown, { updated_at }: Pick<Job, "updated_at">, now: number): boolean {
  if (error instanceof PermanentError || error instanceof FencedError) return true;
  return error instanceof UnclearError && now - Date.parse(updated_at) > unclearMs;
}
