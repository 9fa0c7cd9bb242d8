import { isoTime } from "../clock.ts";
import { maximumCommands, type ParsedCommand, parseComment } from "../commands/parse-comment.ts";
import type { CommandRequest } from "../deliveries/command-request.ts";
import type { Envelope, PullRequestEnvelope } from "../deliveries/envelope.ts";
import type { WebhookPayload } from "../deliveries/webhook.schema.ts";
import type { Job } from "../jobs/job.ts";
import { isJobId } from "../jobs/job-id.ts";
import type { JobStore } from "../jobs/job-store.ts";
import type { CheckRuns } from "./check-runs.ts";

export interface CheckRequestPorts {
  jobs: Pick<JobStore, "read">;
  checks: Pick<CheckRuns, "appId" | "list">;
}

/** What a click on a check run asks for. */
export type CheckRequest = { envelope: PullRequestEnvelope; request: CommandRequest } | { ignored: string };

const ignored = (reason: string): CheckRequest => ({ ignored: reason });

/**
 * Returns the commands of a click on a check run: `/retry` or `/cancel` of its job. "Re-run" of an answered job gives the
 * job's own command again, to the same employee. Ignores check runs of other Apps and of jobs that we do not know in this
 * repository. The pull request is that of the job, because GitHub names none for a fork.
 */
export async function checkRequest(
  envelope: Envelope,
  payload: WebhookPayload,
  ports: CheckRequestPorts,
): Promise<CheckRequest> {
  const { check_run: run, check_suite: suite, requested_action: button } = payload;
  const subject = run ?? suite;
  if (subject?.app?.id !== (await ports.checks.appId())) return ignored("foreign_check_run");
  if (suite && !run) return suiteRequest(envelope, suite, ports);
  const job = run ? await jobOf(run.external_id, envelope, ports) : null;
  if (!run || !job) return ignored("unknown_check_run");
  const name = envelope.action === "rerequested" ? "rerun" : button?.identifier;
  return requestOf(envelope, run.id, [{ job, line: lineOf(job, name ?? "", run.conclusion) }]);
}

/** Re-runs the newest check run of each name, on the pull request of the newest job: the commit may be on several. */
async function suiteRequest(
  envelope: Envelope,
  suite: NonNullable<WebhookPayload["check_suite"]>,
  ports: CheckRequestPorts,
): Promise<CheckRequest> {
  const runs = await ports.checks.list(envelope, suite.head_sha);
  const newest = new Map<string, { job: Job; line: string }>();
  for (const { external_id, conclusion } of runs.filter(({ status }) => status === "completed")) {
    const job = await jobOf(external_id, envelope, ports);
    if (job) newest.set(`${job.pr_number} ${job.employee}`, { job, line: lineOf(job, "rerun", conclusion) });
  }
  const found = [...newest.values()];
  const last = found
    .map(({ job }) => job)
    .toSorted((a, b) => a.created_at.localeCompare(b.created_at))
    .at(-1);
  const here = found.filter(({ job }) => job.pr_number === last?.pr_number);
  return last ? requestOf(envelope, suite.id, here.slice(0, maximumCommands)) : ignored("unknown_check_run");
}

async function jobOf(
  external_id: string | null,
  { repo_id }: Envelope,
  { jobs }: CheckRequestPorts,
): Promise<Job | null> {
  if (!external_id || !isJobId(external_id)) return null;
  const job = await jobs.read(external_id);
  return job?.repo_id === repo_id && job.mode === "active" && job.check ? job : null;
}

/** `conclusion` is what the user saw. We alone set it, and GitHub signs it, so every delivery leads to the same line. */
function lineOf({ job_id, command }: Job, button: string, conclusion: string | null): string {
  if (button !== "rerun") return `/${button} ${job_id}`;
  return conclusion === "neutral" ? `/${command.name} ${command.text}` : `/retry ${job_id}`;
}

/** The clock of GitHub, which dates our answer, may be behind ours. */
const clockSkewMs = 10_000;

function requestOf(envelope: Envelope, id: number, asked: { job: Job; line: string }[]): CheckRequest {
  const { event_type, received_at, sender } = envelope;
  const [first] = asked;
  if (!first || (event_type !== "check_run" && event_type !== "check_suite"))
    return ignored("unknown_check_run");
  const commands = asked.flatMap(({ job, line }, index): ParsedCommand[] => {
    const [command] = parseComment(line).commands;
    const own = command?.name === job.command.name && { employee: job.employee };
    return command ? [{ ...command, ...own, line: index + 1 }] : [];
  });
  const created_at = isoTime(Date.parse(received_at) - clockSkewMs);
  return {
    envelope: { ...envelope, pr_number: first.job.pr_number },
    request: {
      source: { kind: event_type, id, created_at },
      author: sender.login,
      comment: { ...parseComment(asked.map(({ line }) => line).join("\n\n")), commands, leftOut: null },
    },
  };
}
