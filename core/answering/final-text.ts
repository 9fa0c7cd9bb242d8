import type { CallbackStore, CancelNotice } from "../callbacks/callback-store.ts";
import type { PayloadStore } from "../deliveries/payload-store.ts";
import type { EmployeeResult } from "../employees/runner.ts";
import type { RepositoryReader } from "../github/repository-reader.ts";
import { pullRequestChanges } from "../jobs/cancel-job.ts";
import type { Job } from "../jobs/job.ts";
import { personOf } from "../jobs/job-event.ts";
import { reportsOwnFailure, unreportedCode } from "../jobs/job-failure.ts";
import type { Employee } from "../roster/employee.ts";
import { requireEmployee } from "../roster/roster.ts";
import { answerParts } from "./answer-parts.ts";
import {
  renderCancelled,
  renderFailure,
  renderNotice,
  renderOvertaken,
  renderRefusal,
  renderSuperseded,
} from "./render-answer.ts";

export interface FinalTextPorts extends EndTextPorts {
  payloads: Pick<PayloadStore, "get">;
  reader: Pick<RepositoryReader, "appLogin">;
}

export interface EndTextPorts {
  roster: Employee[];
  callbacks: Pick<CallbackStore, "read">;
}

/**
 * Returns the final texts of a finished job, one for each comment, rendered from its record; null if the record has
 * none. Throws PermanentError if the result or the employee no longer exists.
 */
export async function finalTexts(job: Job, ports: FinalTextPorts): Promise<string[] | null> {
  const { payloads, roster } = ports;
  if (job.state === "REFUSED") return [renderRefusal(job, job.refusals)];
  if (isEndedEarly(job)) {
    const text = await endText(job, ports);
    return text === null ? null : [text];
  }
  if (job.state !== "NOTIFIED") return null;
  const employee = requireEmployee(roster, job.employee);
  if (job.outcome === "failed" && !reportsOwnFailure(job)) {
    return [renderFailure(job, employee, job.last_event.reason)];
  }
  if (!job.result_ref) return null;
  return answerParts(job, employee, (await payloads.get(job.result_ref)) as EmployeeResult, ports);
}

/** Returns whether a job was cancelled or replaced: the sweeper posts its final text. */
export function isEndedEarly({ state }: Pick<Job, "state">): boolean {
  return state === "CANCELLED" || state === "SUPERSEDED";
}

/** Returns the final text of a cancelled or replaced job; null for a withdrawn command, which gets no comment. */
export async function endText(job: Job, { roster, callbacks }: EndTextPorts): Promise<string | null> {
  const { actor, reason, ids } = job.last_event;
  // The employee may have left the roster.
  const { title = job.employee } = roster.find(({ name }) => name === job.employee) ?? {};
  const told = async () => renderNotice(title, await noticeOf(job, callbacks));
  if (job.state === "SUPERSEDED") return renderSuperseded(job, String(ids.superseded_by), await told());
  const person = personOf(actor);
  if (person) return renderCancelled(job, person, await told());
  const change = pullRequestChanges.find((one) => one === reason);
  if (change) return renderOvertaken(job, change, await told());
  const code = unreportedCode(reason);
  return code ? renderFailure(job, requireEmployee(roster, job.employee), code) : null;
}

/** Returns what the employee outside said to the notice that the job's attempt is cancelled; null if nothing is known. */
async function noticeOf(
  { callback: key, attempt }: Job,
  callbacks: EndTextPorts["callbacks"],
): Promise<CancelNotice | null> {
  const callback = key ? await callbacks.read(key) : null;
  return callback?.attempt === attempt ? callback.notice : null;
}
