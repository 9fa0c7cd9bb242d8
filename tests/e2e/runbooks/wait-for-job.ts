import { until } from "../until.ts";
import { operate } from "./run-command.ts";

export interface ListedJob {
  job_id: string;
  delivery_id: string;
  state: string;
  outcome?: string;
}

/** Lists jobs with the command line from that folder until an employee has such a job; throws after 45 s. */
export async function waitForJob(
  folder: string,
  employee: string,
  is: (job: ListedJob) => boolean,
): Promise<ListedJob> {
  const args = ["jobs", "--employee", employee, "--stage", "local", "--json"];
  const jobs = await until(
    async () => (JSON.parse((await operate(args, folder)).stdout) as { jobs: ListedJob[] }).jobs,
    (found) => found.some(is),
    45,
  );
  const found = jobs.find(is);
  if (!found) throw new Error(`There is no such job of ${employee}`);
  return found;
}
