import { describeFailure, type Failure } from "../../stack/describe-failure.ts";
import { Refusal } from "../server/refusal.ts";

export interface ReplayState {
  state: "idle" | "running" | "stopping" | "done" | "stopped" | "failed";
  total: number;
  sent: number;
  /** Why it failed. */
  problem: Failure | null;
}

export interface ReplayRun {
  state(): ReplayState;
  /** Throws Refusal while a run is not finished: two would hide each other's messages. */
  requireIdle(): void;
  /** Starts the work and returns immediately. The work reports its progress, and ends early if `stopped`. */
  start(
    total: number,
    work: (progress: { done(count: number): void; stopped(): boolean }) => Promise<number>,
  ): void;
  stop(): void;
}

/** Runs one replay at a time in the background, because many messages take longer than a request may. */
export function createReplayRun(): ReplayRun {
  let now: ReplayState = { state: "idle", total: 0, sent: 0, problem: null };
  const isActive = () => now.state === "running" || now.state === "stopping";

  function requireIdle(): void {
    if (!isActive()) return;
    const text = `A replay is running: ${now.sent} of ${now.total} messages were sent.`;
    throw new Refusal(409, "not_done", text, "Wait until it has finished, or stop it.");
  }

  return {
    state: () => now,
    requireIdle,

    start(total, work) {
      requireIdle();
      const run: ReplayState = { state: "running", total, sent: 0, problem: null };
      now = run;
      work({
        done(count) {
          run.sent = count;
        },
        stopped: () => run.state === "stopping",
      }).then(
        (sent) => {
          const end = run.state === "stopping" && sent < total ? "stopped" : "done";
          Object.assign(run, { sent, state: end });
        },
        (error: unknown) => Object.assign(run, { state: "failed", problem: describeFailure(error) }),
      );
    },

    stop() {
      if (now.state === "running") now.state = "stopping";
    },
  };
}
