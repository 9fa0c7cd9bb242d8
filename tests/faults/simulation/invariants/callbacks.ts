import { isTerminal } from "../../../../core/jobs/job-state.ts";
import { forgedText } from "../outside/employee.ts";
import type { World } from "../world.ts";
import { endOf } from "./answers.ts";

/** Ends in which a person, not a crash, decided that a result is not shown. */
const decided = ["refused", "stopped", "withdrawn"];

/**
 * A result that is stored, or that the employee was told is stored, is the answer of its attempt, unless a person ended the
 * job or it was refused meanwhile. No forged result is shown.
 */
export function resultsCount({ outside, stores, github }: World): string[] {
  const told = outside.answered.filter(({ status }) => status !== "late");
  const stored = stores.callbacks.all().filter(({ status }) => status === "RESULT");
  const lost = [...told, ...stored].flatMap(({ job_id, attempt }) => {
    const job = stores.jobOf(job_id);
    if (job?.attempt !== attempt) return [];
    const end = endOf(job);
    return end === "answered" || (end && decided.includes(end)) ? [] : [`${job_id} loses a stored result`];
  });
  const forged = github.writer.bodies().filter((body) => body.includes(forgedText));
  return [...new Set(lost), ...forged.map(() => "A forged result is shown")];
}

/** At rest no finished job has an open callback. */
export function callbacksAreClosed({ stores }: World): string[] {
  const open = stores.callbacks.all().filter(({ status }) => status === "OPEN");
  return open.flatMap(({ key, job_id }) => {
    const job = stores.jobOf(job_id);
    return job?.callback === key && isTerminal(job.state)
      ? [`The callback of ${job_id} is open for ever`]
      : [];
  });
}
