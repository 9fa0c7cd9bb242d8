import type { Clock } from "../../core/clock.ts";
import { isTerminal } from "../../core/jobs/job-state.ts";
import type { JobStore } from "../../core/jobs/job-store.ts";
import type { TaskTokens } from "../../core/jobs/task-tokens.ts";
import { changePace } from "../../core/pacing/change-pace.ts";
import { grantTokens, inTurn } from "../../core/pacing/grant-turns.ts";
import { grantMs, roomIn } from "../../core/pacing/pace.ts";
import type { Wait, Waiter } from "../../core/pacing/pace-store.ts";
import type { PacingPorts } from "../../core/pacing/pacer.ts";
import { withConcurrency } from "../../core/with-concurrency.ts";

export interface GrantPorts extends PacingPorts {
  clock: Clock;
  jobs: Pick<JobStore, "read">;
  tokens: Pick<TaskTokens, "succeed">;
  log: { info(message: string, fields: Record<string, unknown>): void };
  timeLeft(): number;
}

/** Their keys have what their order needs, so that this is one page of the index. */
const maxWaiting = 5_000;
/** Waiting jobs that a sweep reads at least. */
const leastRead = 8;
/** Two sweeps may fail before later answers overtake those that wait. */
const heldMs = 180_000;

interface Candidate extends Waiter {
  wait: Wait;
  writes: number;
  /** It has a grant already, or it has ended: its task token may have been lost. */
  isDone: boolean;
}

/**
 * Grants tokens to the answers that wait for GitHub's limits on content writes, and wakes their executions. Repositories
 * take turns, across sweeps too. Returns the errors.
 */
export async function grantAnswers(ports: GrantPorts): Promise<unknown[]> {
  const { paces, timeLeft } = ports;
  const waiting = await paces.waiting(maxWaiting);
  const installations = [...Map.groupBy(waiting, ({ installation_id }) => installation_id)];
  const { failures } = await withConcurrency(installations, { width: 4, timeLeft }, ([id, waiters]) =>
    grantIn(id, waiters, ports),
  );
  return failures;
}

async function grantIn(installation: number, waiters: Waiter[], ports: GrantPorts): Promise<void> {
  const { paces, paceLimits: limits, clock, timeLeft, log } = ports;
  const pace = await paces.read(installation);
  const room = roomIn(pace, limits, clock());
  // Each costs a token at least, or it has ended.
  const most = Math.max(leastRead, Math.min(room.minute, room.hour));
  const first = inTurn(waiters, pace.last_repo).slice(0, most);
  const read = new Map<Waiter, Candidate>();
  const reads = await withConcurrency(first, { width: 16, timeLeft }, async (waiter) => {
    const candidate = await candidateOf(waiter, ports);
    if (candidate) read.set(waiter, candidate);
  });
  if (reads.left.length > 0) throw reads.failures[0] ?? new Error("The sweep has no time left");
  const candidates = first.flatMap((waiter) => read.get(waiter) ?? []);
  const done = candidates.filter(({ isDone }) => isDone);
  const due = candidates.filter(({ isDone }) => !isDone);
  const count = await changePace(
    installation,
    (pace) => {
      const now = clock();
      const { next, result } = grantTokens(pace, due, limits, now);
      const isLast = done.length + result >= waiters.length;
      return { next: { ...next, waiting_until: isLast ? 0 : now + heldMs }, result };
    },
    ports,
  );
  const granted = due.slice(0, count);
  log.info("answers granted", { installation, waiting: waiters.length, granted: count });
  const ended = await withConcurrency([...granted, ...done], { width: 8, timeLeft }, (candidate) =>
    wake(candidate, ports),
  );
  if (ended.failures.length > 0) throw ended.failures[0];
}

/** Returns null for a wait that has no record yet: the index may be ahead. */
async function candidateOf(waiter: Waiter, { paces, jobs, clock }: GrantPorts): Promise<Candidate | null> {
  const [wait, job] = await Promise.all([paces.wait(waiter), jobs.read(waiter.job_id)]);
  if (!wait) return null;
  const hasEnded = !job || isTerminal(job.state) || job.attempt !== waiter.attempt;
  const isGranted = wait.granted_at !== null && wait.granted_at >= clock() - grantMs;
  return { ...waiter, wait, writes: wait.writes, isDone: hasEnded || isGranted };
}

/**
 * Records a grant, then wakes the execution, then ends the wait: after a crash in between, the next sweep does the rest.
 */
async function wake(
  { wait, isDone, ...waiter }: Candidate,
  { paces, tokens, clock }: GrantPorts,
): Promise<void> {
  if (!isDone && !(await paces.grant(waiter, wait, clock()))) return;
  for (const token of wait.tokens) if (await tokens.succeed(token)) break;
  await paces.leave(waiter, wait);
}
