import type { PayloadStore } from "../deliveries/payload-store.ts";
import type { EmployeeResult } from "../employees/runner.ts";
import type { RepositoryReader } from "../github/repository-reader.ts";
import type { Job } from "../jobs/job.ts";
import { personOf } from "../jobs/job-event.ts";
import { reportsOwnFailure, unreportedCode } from "../jobs/job-failure.ts";
import type { Employee } from "../roster/employee.ts";
import { requireEmployee } from "../roster/roster.ts";
import { answerParts } from "./answer-parts.ts";
import { renderCancelled, renderFailure, renderRefusal } from "./render-answer.ts";

export interface FinalTextPorts {
  payloads: Pick<PayloadStore, "get">;
  reader: Pick<RepositoryReader, "appLogin">;
  roster: Employee[];
}

/**
 * Returns the final texts of a finished job, one for each comment, rendered from its record; null if the record has
 * none. Throws PermanentError if the result or the employee no longer exists.
 */
export async function finalTexts(job: Job, ports: FinalTextPorts): Promise<string[] | null> {
  const { payloads, roster } = ports;
  if (job.state === "REFUSED") return [renderRefusal(job, job.refusals)];
  if (job.state === "CANCELLED") {
    const text = cancellationText(job, roster);
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

/** Returns the final text of a cancelled job; null for a withdrawn command, which gets no comment. */
export function cancellationText(job: Job, roster: Employee[]): string | null {
  const person = personOf(job.last_event.actor);
  if (person) return renderCancelled(job, person);
  const code = unreportedCode(job.last_event.reason);
  return code ? renderFailure(job, requireEmployee(roster, job.employee), code) : null;
}
