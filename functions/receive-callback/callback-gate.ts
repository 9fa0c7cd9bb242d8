import type { CallbackBody } from "../../core/callbacks/callback.schema.ts";
import type { Callback } from "../../core/callbacks/callback-store.ts";
import { type Clock, isoTime } from "../../core/clock.ts";
import { InvalidError } from "../../core/errors.ts";
import { isTerminal } from "../../core/jobs/job-state.ts";
import type { JobStore } from "../../core/jobs/job-store.ts";

interface CallbackGatePorts {
  clock: Clock;
  jobs: Pick<JobStore, "read">;
}

/**
 * Creates the gate that admits what a callback still waits for. It checks the status, not mere presence: a stored result
 * is admitted again, because its sender repeats it if the signal to the workflow was lost. `receiveResult` itself records
 * the end.
 */
export function createCallbackGate({ clock, jobs }: CallbackGatePorts) {
  return {
    /** Returns the item; null if it is late. Throws InvalidError if it belongs to another job or attempt. */
    async open<Item extends { stored: Callback; body: CallbackBody }>(item: Item): Promise<Item | null> {
      const { stored, body } = item;
      if (body.job_id !== stored.job_id || body.attempt !== stored.attempt) throw wrongAttempt();
      const job = await jobs.read(stored.job_id);
      if (job && job.attempt !== stored.attempt) throw wrongAttempt();
      if (stored.status === "RESULT") return body.type === "result" ? item : null;
      const waits = stored.status === "OPEN" && stored.expires_at > isoTime(clock());
      return waits && job && !isTerminal(job.state) ? item : null;
    },
  };
}

function wrongAttempt(): InvalidError {
  return new InvalidError(
    "wrong_attempt",
    "This address is for one attempt of one job: send the job_id and attempt of the task that contained it, " +
      "and stop if the job has a later attempt",
  );
}
