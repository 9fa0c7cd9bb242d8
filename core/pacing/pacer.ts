import { type Clock, isoTime } from "../clock.ts";
import { CircuitOpenError, PacedError } from "../errors.ts";
import type { Job } from "../jobs/job.ts";
import type { JobStore } from "../jobs/job-store.ts";
import type { ExecutionInput } from "../jobs/workflow.ts";
import { changePace } from "./change-pace.ts";
import {
  costOfAnswer,
  grantMs,
  hasRoom,
  isWaiting,
  type Pace,
  type PaceLimits,
  roomIn,
  spend,
  useGranted,
  type WriteKind,
} from "./pace.ts";
import { type PaceStore, paceOf, waiterOf } from "./pace-store.ts";

export interface PacingPorts {
  paces: PaceStore;
  paceLimits: PaceLimits;
  clock: Clock;
}

/** Takes the tokens of a step's content writes, in one change for each call. */
export interface Pacer {
  /** Takes tokens for signs that the job has started or waits. Returns false if they must be left out. */
  takeSigns(job: Job, writes: number): Promise<boolean>;
  /**
   * Takes tokens for the text that ends a job, and for signs beside it. Returns whether the signs are granted too. Throws
   * PacedError, after it has recorded that on the job, if the answer has to wait.
   */
  takeAnswer(job: Job, writes: AnswerWrites): Promise<{ signs: boolean }>;
}

export interface AnswerWrites {
  /** Comments, and reactions that have to change. */
  answer: number;
  /** What can be left out, or follow later. */
  signs: number;
}

/** The sweeper looks for waiting answers every minute. */
const heldMs = 150_000;

type Verdict = "all" | "answer" | "refused";

/** Creates the pacer of one execution. */
export function createPacer(
  ports: PacingPorts & { jobs: Pick<JobStore, "save"> },
  { paces: canWait = false }: Pick<ExecutionInput, "paces">,
): Pacer {
  const { clock, paceLimits: limits, paces } = ports;

  function decide(pace: Pace, { answer, signs }: AnswerWrites): { next: Pace; result: Verdict } {
    const now = clock();
    const room = roomIn(pace, limits, now);
    const queues = isWaiting(pace, now);
    if (!queues && hasRoom(room, limits, "sign", answer + signs)) {
      return { next: spend(pace, answer + signs, now), result: "all" };
    }
    if (!(queues && canWait) && hasRoom(room, limits, "answer", answer)) {
      return { next: spend(pace, answer, now), result: "answer" };
    }
    const isHeld = pace.waiting_until > now + heldMs / 2;
    return { next: isHeld || !canWait ? pace : { ...pace, waiting_until: now + heldMs }, result: "refused" };
  }

  /** Uses the job's own grant. */
  async function useOwnGrant(job: Job, writes: number): Promise<boolean> {
    if (job.paced?.attempt !== job.attempt) return false;
    const granted_at = await paces.useGrant(waiterOf(job), { writes, since: clock() - grantMs });
    if (granted_at === null) return false;
    const use = (pace: Pace) => ({ next: useGranted(pace, writes, granted_at, clock()), result: true });
    return changePace(paceOf(job), use, ports);
  }

  return {
    async takeSigns(job, writes) {
      const take = (pace: Pace) => {
        const now = clock();
        const granted = !isWaiting(pace, now) && hasRoom(roomIn(pace, limits, now), limits, "sign", writes);
        return { next: granted ? spend(pace, writes, now) : pace, result: granted };
      };
      return changePace(paceOf(job), take, ports);
    },

    async takeAnswer(job, { answer, signs }) {
      const writes = costOfAnswer(answer, limits);
      if (await useOwnGrant(job, writes)) return { signs: false };
      const verdict = await changePace(paceOf(job), (pace) => decide(pace, { answer: writes, signs }), ports);
      if (verdict !== "refused") return { signs: verdict === "all" };
      const text = "GitHub's limit on content writes is used up: the answer waits";
      // An execution of an earlier version has no state that waits for tokens: it tries again.
      if (!canWait) throw new CircuitOpenError("paced", text, { seconds: 60 });
      await recordWait(job, writes);
      throw new PacedError("paced", text, { seconds: 60 });
    },
  };

  async function recordWait(job: Job, writes: number): Promise<void> {
    const known = job.paced?.attempt === job.attempt ? job.paced : null;
    if (known?.writes === writes) return;
    const since = known?.since ?? isoTime(clock());
    await ports.jobs.save(job, { paced: { attempt: job.attempt, since, writes } });
  }
}

/** What the sweeper writes. */
type SweptKind = Exclude<WriteKind, "answer">;

/** Takes one token for a write of the sweeper. Throws PacedError if there is none: a later sweep tries again. */
export async function takeForSweep(
  target: Pick<Job, "installation_id">,
  kind: SweptKind,
  ports: PacingPorts,
): Promise<void> {
  const take = (pace: Pace) => {
    const granted = hasRoomForSweep(pace, kind, ports);
    return { next: granted ? spend(pace, 1, ports.clock()) : pace, result: granted };
  };
  if (!(await changePace(paceOf(target), take, ports))) throw noneLeft();
}

/** Throws PacedError if a write of the sweeper would get no token now: it is then not recorded as started. */
export async function requireRoomForSweep(
  target: Pick<Job, "installation_id">,
  kind: SweptKind,
  ports: PacingPorts,
): Promise<void> {
  if (!hasRoomForSweep(await ports.paces.read(paceOf(target)), kind, ports)) throw noneLeft();
}

function hasRoomForSweep(pace: Pace, kind: SweptKind, { paceLimits, clock }: PacingPorts): boolean {
  const now = clock();
  if (kind === "sign" && isWaiting(pace, now)) return false;
  return hasRoom(roomIn(pace, paceLimits, now), paceLimits, kind, 1);
}

function noneLeft(): PacedError {
  return new PacedError("paced", "GitHub's limit on content writes is used up", { seconds: 60 });
}
