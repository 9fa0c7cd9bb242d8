import type { CancelNotice } from "../callbacks/callback-store.ts";
import { employeeProvider } from "../circuit/outage.ts";
import { minuteOf } from "../clock.ts";
import type { EmployeeResult } from "../employees/runner.ts";
import type { PullRequestChange } from "../jobs/cancel-job.ts";
import type { Job, Refusal } from "../jobs/job.ts";
import type { Person } from "../jobs/job-event.ts";
import type { Progress, Queued, Waiting } from "../jobs/status-comment.ts";
import { stripInvisible } from "../markdown/invisible.ts";
import type { Employee } from "../roster/employee.ts";
import { escapeCommands } from "./escape-commands.ts";
import { failureReason } from "./failure-reasons.ts";
import { redactSecrets } from "./redact.ts";

/** Returns the status comment of a running job, with what its run outside last said. */
export function renderWorking(job: Job, employee: Employee, progress: Progress | null = null): string {
  const run = runLink(job, " in [this workflow run](", ")");
  return escapeCommands(
    `**${employee.title}** is working on ${request(job)}${at(job)}${run}.\n\n${progressLine(progress)}${footer(job)}`,
  );
}

/** Returns the status comment of a job that waits while an earlier one of its employee on the pull request runs. */
export function renderQueued(
  job: Job,
  employee: Employee,
  { place, of }: Pick<Queued, "place" | "of">,
): string {
  const text =
    `**${employee.title}** has queued ${request(job)}${at(job)}: place ${place} of ${of}. It starts when the earlier ` +
    "requests to it on this pull request have finished.";
  return escapeCommands(`${text}\n\n${footer(job)}`);
}

/** Returns the status comment of a job that waits for its employee outside, or for its model provider. */
export function renderWaiting(job: Job, employee: Employee, { provider, since, until }: Waiting): string {
  const isOwn = provider === employeeProvider;
  const why = isOwn ? "it accepts no tasks" : `its model provider (\`${provider}\`) accepts no requests`;
  const who = isOwn ? "it" : "the provider";
  return escapeCommands(
    `**${employee.title}** is waiting to work on ${request(job)}${at(job)}: ${why}. It has been waiting since ` +
      `${minuteOf(since)} and starts as soon as ${who} responds. If ${who} does not respond by about ` +
      `${minuteOf(until)}, the job fails and this comment says so.\n\n${footer(job)}`,
  );
}

interface RenderOptions {
  /** Login of the App; needed if the text may mention it. */
  appLogin?: string | null;
  outcome?: EmployeeResult["outcome"];
  /** What the footer says about the work. */
  facts?: string[];
}

/** Returns the whole answer, before it is split. */
export function renderAnswer(
  job: Job,
  employee: Employee,
  markdown: string,
  { appLogin = null, outcome = "answered", facts = [] }: RenderOptions = {},
): string {
  const verb = outcome === "failed" ? "could not finish" : "on";
  const head = `**${employee.title}** ${verb} ${request(job)}${at(job)}:`;
  return escapeCommands(`${head}\n\n${markdown.trim()}\n\n${footer(job, facts)}`, appLogin);
}

/** Returns the refusal: each unmet condition once. */
export function renderRefusal(job: Job, refusals: Refusal[]): string {
  const reasons = refusals.map(({ message }) => `- ${message}`).join("\n");
  return escapeCommands(`${request(job)} didn't run:\n\n${reasons}\n\n${footer(job)}`);
}

/** Returns the failure, with only the error's code: its message may contain anything. */
export function renderFailure(job: Job, employee: Employee, code: string): string {
  const reason = failureReason(code);
  return escapeCommands(
    `**${employee.title}** could not finish ${request(job)}${at(job)} (\`${code}\`)${reason ? `: ${reason}` : ""}. ` +
      runLink(job, "[Its workflow run](", ") has the details. ") +
      `Nothing else was changed. Try again with \`/retry\`; operators can look it up by the job ID below.\n\n` +
      footer(job),
  );
}

/** Returns the comment of a job that a person cancelled. It names no operator and gives no reason. */
export function renderCancelled(job: Job, { kind, name }: Person, told = ""): string {
  const by = kind === "operator" ? "an operator" : name;
  return escapeCommands(`${request(job)} was cancelled by ${by}.${told}\n\n${footer(job)}`);
}

/** Returns the comment of a job that was cancelled because its pull request changed. */
export function renderOvertaken(job: Job, event: PullRequestChange, told = ""): string {
  const what = event === "pull_request_closed" ? "the pull request was closed" : "new commits were pushed";
  return escapeCommands(`${request(job)} was cancelled because ${what}.${told}\n\n${footer(job)}`);
}

/** Returns the comment of a job that a later request replaced. `by`: id of the later job. */
export function renderSuperseded(job: Job, by: string, told = ""): string {
  return escapeCommands(
    `${request(job)} was replaced by a later request, job \`${by}\`.${told}\n\n${footer(job)}`,
  );
}

/** Returns what became of the notice to an employee outside that its job is cancelled, after a blank; empty if unknown. */
export function renderNotice(title: string, notice: CancelNotice | null): string {
  if (notice === null) return "";
  const texts: Record<CancelNotice, string> = {
    heard: "confirmed the cancellation.",
    refused: "did not confirm the cancellation. Its result will be ignored.",
    unreachable: "could not be reached. Its result will be ignored.",
  };
  return ` **${title}** ${texts[notice]}`;
}

/** Returns the user's command as one line of code. */
function request(job: Job): string {
  return codeLine(`/${job.command.name} ${job.command.text}`, 120);
}

/** Returns a line of its own; nothing without progress. The text is untrusted: as code, nothing in it is active. */
function progressLine(progress: Progress | null): string {
  return progress ? `Progress at ${minuteOf(progress.at)}: ${codeLine(progress.text, 200)}\n\n` : "";
}

/** Returns a text as one line of code, shortened and without secrets. */
function codeLine(text: string, maxLength: number): string {
  const line = redactSecrets(stripInvisible(text))
    .replace(/[`\s]+/g, " ")
    .trim()
    .replaceAll(/ (?=[/@])/g, "\u00a0");
  return `\`${line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line}\``;
}

function at(job: Job): string {
  return job.head_sha ? ` at \`${job.head_sha.slice(0, 7)}\`` : "";
}

/** Returns the address of this attempt's workflow run between two texts; nothing for other runners. */
function runLink({ run, attempt }: Job, before: string, after: string): string {
  return run?.attempt === attempt ? `${before}${run.url}${after}` : "";
}

function footer(job: Job, facts: string[] = []): string {
  const attempt = job.attempt > 1 ? [`attempt ${job.attempt}`] : [];
  const parts = [`asked by ${job.sender.login}`, `job \`${job.job_id}\``, ...attempt, ...facts];
  return `<sub>${parts.join(" · ")}</sub>`;
}
