import type { Job } from "../../../core/jobs/job.ts";
import { visibleComment } from "../../../core/jobs/status-comment.ts";
import type { Stack } from "../find-stack.ts";
import { siteOfApiUrl } from "../github-url.ts";
import type { ExecutionStory } from "./executions.ts";
import { insightsUrl, roadFunctions } from "./insights-url.ts";

const dayMs = 86_400_000;

/** Where to look further, by what is there. On the laptop the logs are files of the folder that it runs from. */
export function jobLinks(
  job: Job,
  executions: ExecutionStory[],
  { name, stage, region }: Pick<Stack, "name" | "stage" | "region">,
  apiUrl: string,
): Record<string, string> {
  const pull = `${siteOfApiUrl(apiUrl)}/${job.repo}/pull/${job.pr_number}`;
  const comment = visibleComment(job.comment);
  const github = {
    [comment ? "answer" : "pull request"]: comment ? `${pull}#issuecomment-${comment}` : pull,
  };
  if (stage === "local") return { ...github, logs: `grep -h ${job.delivery_id} .local/logs/*.log` };
  const last = executions.findLast(({ status }) => status !== "MISSING");
  return {
    ...github,
    ...(last && { execution: executionUrl(last.arn, region) }),
    logs: logsOf(job, name, region),
  };
}

function executionUrl(arn: string, region: string): string {
  const console = `https://${region}.console.aws.amazon.com/states/home?region=${region}`;
  return `${console}#/v2/executions/details/${encodeURIComponent(arn)}`;
}

/** The delivery's lines have no job's id before there is a job. */
function logsOf({ job_id, delivery_id, created_at, updated_at }: Job, stack: string, region: string): string {
  const fields = "@timestamp, function_name, level, message, code, attempt, execution, comment_id";
  const query = `fields ${fields}\n| filter delivery_id = "${delivery_id}" or job_id = "${job_id}"\n| sort @timestamp asc`;
  return insightsUrl({
    region,
    logGroups: roadFunctions.map((name) => `/aws/lambda/${stack}-${name}`),
    query,
    from: new Date(Date.parse(created_at) - dayMs).toISOString(),
    to: new Date(Date.parse(updated_at) + dayMs).toISOString(),
  });
}
