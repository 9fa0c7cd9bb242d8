import { siteOfApiUrl } from "../../../core/github/site-url.ts";
import type { Job } from "../../../core/jobs/job.ts";
import { commentFragment, visibleComment } from "../../../core/jobs/status-comment.ts";
import type { Stack } from "../find-stack.ts";
import type { ExecutionDetails } from "./executions.ts";

const dayMs = 86_400_000;

/** Returns links for further investigation. On the laptop the logs are files in the folder that it runs from. */
export function jobLinks(
  job: Job,
  executions: ExecutionDetails[],
  { name, stage, region }: Pick<Stack, "name" | "stage" | "region">,
  apiUrl: string,
): Record<string, string> {
  const pull = `${siteOfApiUrl(apiUrl)}/${job.repo}/pull/${job.pr_number}`;
  const comment = visibleComment(job.comment);
  const github = {
    [comment ? "answer" : "pull request"]: comment
      ? `${pull}#${commentFragment({ ...job.comment }, comment)}`
      : pull,
    ...(job.run && { "workflow run": job.run.url }),
  };
  if (stage === "local") return { ...github, logs: `grep -h ${job.delivery_id} .local/logs/*.log` };
  const last = executions.findLast(({ status }) => status !== "MISSING");
  return {
    ...github,
    ...(last && { execution: executionUrl(last.arn, region) }),
    logs: logsUrl(job, name, region),
  };
}

function executionUrl(arn: string, region: string): string {
  const console = `https://${region}.console.aws.amazon.com/states/home?region=${region}`;
  return `${console}#/v2/executions/details/${encodeURIComponent(arn)}`;
}

/** The functions that log a delivery or a job, by their keys in the service. */
export const loggingFunctions = [
  "receiveWebhook",
  "dispatchEvent",
  "acknowledgeJob",
  "freezeContext",
  "runEmployee",
  "callEmployee",
  "startWorkflow",
  "publishResult",
  "compensateJob",
  "publishFailure",
  "sweepDeliveries",
] as const;

/** Searches for the delivery too: its first log lines were written before the job had an ID. */
function logsUrl(
  { job_id, delivery_id, created_at, updated_at }: Job,
  stack: string,
  region: string,
): string {
  const fields = "@timestamp, function_name, level, message, code, attempt, execution, comment_id";
  const query = `fields ${fields}\n| filter delivery_id = "${delivery_id}" or job_id = "${job_id}"\n| sort @timestamp asc`;
  return insightsUrl({
    region,
    logGroups: loggingFunctions.map((name) => `/aws/lambda/${stack}-${name}`),
    query,
    from: new Date(Date.parse(created_at) - dayMs).toISOString(),
    to: new Date(Date.parse(updated_at) + dayMs).toISOString(),
  });
}

interface InsightsQuery {
  region: string;
  logGroups: string[];
  query: string;
  /** ISO 8601 UTC. */
  from: string;
  to: string;
}

/** Returns the URL that opens CloudWatch Logs Insights with a query. */
export function insightsUrl({ region, logGroups, query, from, to }: InsightsQuery): string {
  const source = logGroups.map((group) => `~${quoted(group)}`).join("");
  const times = `end~${quoted(to)}~start~${quoted(from)}~timeType~'ABSOLUTE~tz~'UTC`;
  const detail = `~(${times}~editorString~${quoted(query)}~source~(${source}))`;
  const console = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}`;
  return `${console}#logsV2:logs-insights$3FqueryDetail$3D${detail}`;
}

/** Encodes text as the AWS console does in its URLs: https://github.com/Sage/jsurl */
function quoted(text: string): string {
  const escaped = text.replace(/[^\w.-]/g, (character) => {
    const code = character.charCodeAt(0);
    return code < 256 ? `*${code.toString(16).padStart(2, "0")}` : `**${code.toString(16).padStart(4, "0")}`;
  });
  return `'${escaped}`;
}
