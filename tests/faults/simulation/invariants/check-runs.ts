import { hasCheckRuns } from "../../../../core/checks/check-content.ts";
import { roster } from "../../../../core/generated/roster.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { requireEmployee } from "../../../../core/roster/roster.ts";
import type { FakeCheckRun } from "../../../fakes/check-runs.ts";
import type { World } from "../world.ts";
import { endOf } from "./answers.ts";

const conclusions: Partial<Record<NonNullable<ReturnType<typeof endOf>>, FakeCheckRun["conclusion"]>> = {
  answered: "neutral",
  refused: "action_required",
  failed: "failure",
};

/**
 * At rest every check run is completed, each job has at most one on a commit, and the one of an answered, refused or
 * failed job shows that.
 */
export function checkRunsComplete({ github, stores }: World): string[] {
  const { runs } = github.checks;
  const open = runs.filter(({ status }) => status !== "completed");
  return [
    ...open.map(({ id, status }) => `The check run ${id} is ${status} for ever`),
    ...stores.jobs.all().flatMap((job) => faultsOf(job, runs)),
  ];
}

function faultsOf(job: Job, all: FakeCheckRun[]): string[] {
  const runs = all.filter(({ external_id }) => external_id === job.job_id);
  const perCommit = [...Map.groupBy(runs, ({ sha }) => sha).values()];
  const twice = perCommit.filter(({ length }) => length > 1);
  const wrong = twice.map(({ length }) => `${job.job_id} has ${length} check runs on one commit`);
  const end = endOf(job);
  const conclusion = job.outcome === "unavailable" ? "failure" : end && conclusions[end];
  if (!conclusion || !job.head_sha || !hasCheckRuns(requireEmployee(roster, job.employee))) return wrong;
  const shown = runs.find(({ sha }) => sha === job.head_sha)?.conclusion ?? "not shown";
  return shown === conclusion ? wrong : [...wrong, `${job.job_id} is ${end} and its check run is ${shown}`];
}
