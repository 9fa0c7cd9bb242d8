import { isoTime } from "../clock.ts";
import { maximumCommands, type ParsedCommand, parseComment } from "../commands/parse-comment.ts";
import type { CommandRequest } from "../deliveries/command-request.ts";
import type { Envelope, PullRequestEnvelope } from "../deliveries/envelope.ts";
import type { WebhookPayload } from "../deliveries/webhook.schema.ts";
import type { Job } from "../jobs/job.ts";
import { isJobId, jobId } from "../jobs/job-id.ts";
import type { JobStore } from "../jobs/job-store.ts";
import type { CheckRuns } from "./check-runs.ts";
import { type ConfirmPorts, isConfirmed } from "./confirm-click.ts";

export interface CheckRequestPorts extends ConfirmPorts {
  jobs: Pick<JobStore, "read">;
  checks: Pick<CheckRuns, "appId" | "list" | "read">;
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
  const asked = ask(
    job,
    envelope.action === "rerequested" ? rerun : (button?.identifier ?? ""),
    run.conclusion,
  );
  const started = await ports.jobs.read(jobId(envelope.intent_key, asked.employee, 1));
  if (!started && !(await isConfirmed(envelope, payload, ports))) return ignored("outdated_check_run");
  return requestOf(envelope, run.id, [asked]);
}

/** Re-runs the newest check run of each name, on the pull request of the newest job: the commit may be on several. */
async function suiteRequest(
  envelope: Envelope,
  suite: NonNullable<WebhookPayload["check_suite"]>,
  ports: CheckRequestPorts,
): Promise<CheckRequest> {
  const runs = await ports.checks.list(envelope, suite.head_sha);
  const newest = new Map<string, Asked>();
  for (const { external_id, conclusion } of runs.filter(({ status }) => status === "completed")) {
    const job = await jobOf(external_id, envelope, ports);
    if (job) newest.set(`${job.pr_number} ${job.employee}`, ask(job, rerun, conclusion));
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

const rerun = "rerun";

/** What a click asks for: a command line, and the employee that gets it. */
interface Asked {
  job: Job;
  line: string;
  employee: string;
}

/** `conclusion` is what the user saw. We alone set it, and GitHub signs it, so every delivery leads to the same line. */
function ask(job: Job, button: string, conclusion: string | null): Asked {
  const { job_id, command, employee } = job;
  if (button === rerun && conclusion === "neutral")
    return { job, employee, line: `/${command.name} ${command.text}` };
  const name = button === rerun ? "retry" : button;
  return { job, employee: name, line: `/${name} ${job_id}` };
}

/** The clock of GitHub, which dates our answer, may be behind ours. */
const clockSkewMs = 10_000;

function requestOf(envelope: Envelope, id: number, asked: Asked[]): CheckRequest {
  const { event_type, received_at, sender } = envelope;
  const [first] = asked;
  if (!first || (event_type !== "check_run" && event_type !== "check_suite"))
    return ignored("unknown_check_run");
  const commands = asked.flatMap(({ line, employee }, index): ParsedCommand[] => {
    const [command] = parseComment(line).commands;
    return command ? [{ ...command, employee, line: index + 1 }] : [];
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
