import type { AuthorityPorts } from "../authority/authority.ts";
import type { Refusal } from "../jobs/job.ts";
import type { JobStore } from "../jobs/job-store.ts";
import type { Employee } from "../roster/employee.ts";
import { requireEmployee } from "../roster/roster.ts";
import { checkJob, isFinal } from "./check-job.ts";
import type { PlannedJob } from "./plan-jobs.ts";

interface RefusalPorts extends AuthorityPorts {
  jobs: Pick<JobStore, "read">;
  roster: Employee[];
  /** How often the message was received, including this time; default 1. */
  receives?: number;
}

/**
 * Returns the jobs of one command that are to run. If all of several jobs would be refused, one job posts the refusal
 * for all, so that one command gets one refusal. A job that an earlier attempt created stays and finishes by itself.
 */
export async function refuseOnce(planned: PlannedJob[], ports: RefusalPorts): Promise<PlannedJob[]> {
  const [first] = planned;
  if (!first || planned.length === 1) return planned;
  for (const job of planned) if ((await refusalsOf(job, ports)).length === 0) return planned;
  const others: PlannedJob[] = [];
  for (const job of planned.slice(1)) if (await ports.jobs.read(job.job.job_id)) others.push(job);
  return [{ ...first, refusals: ownRefusals(planned, ports.roster) }, ...others];
}

/** Returns none if GitHub does not know the pull request: the job then ends without a comment. */
async function refusalsOf({ job, refusals }: PlannedJob, ports: RefusalPorts): Promise<Refusal[]> {
  try {
    return (await checkJob(job, refusals, ports)).refusals;
  } catch (error) {
    if (!isFinal(error, ports.receives ?? 1)) throw error;
    return [];
  }
}

/** Returns what is wrong with the command: once if all employees agree, otherwise by employee. */
function ownRefusals(planned: PlannedJob[], roster: Employee[]): Refusal[] {
  const texts = planned.map(({ refusals }) => JSON.stringify(refusals));
  if (texts.every((text) => text === texts[0])) return planned[0]?.refusals ?? [];
  return planned.flatMap(({ job, refusals }) => {
    const { title } = requireEmployee(roster, job.employee);
    return refusals.map(({ code, message }) => ({ code, message: `**${title}**: ${message}` }));
  });
}
