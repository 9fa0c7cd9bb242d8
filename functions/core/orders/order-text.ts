import type { JobOrder } from "../jobs/job.ts";

const notAllowed = "is left alone: it takes the permission that its employee asks for.";

const retried: Record<string, string> = {
  done: "begins anew, as another attempt. Its own comment tells how it ends.",
  permission: notAllowed,
  under_way: "is under way: it goes on by itself.",
  not_dispatched: "is about to begin: it goes on by itself.",
  answered: "was answered. Ask again in a new comment.",
  command_wrong: "was refused for its command itself, which has to be given again.",
  no_effect: "has nothing to begin anew.",
};

const cancelled: Record<string, string> = {
  done: "is cancelled: nothing of it can change anything any more. Its own comment says so within a minute or two.",
  permission: notAllowed,
  over: "is over: nothing is left to cancel.",
};

/** The answer to `/cancel` and `/retry`. Markdown. */
export function orderText(order: JobOrder | undefined): string {
  const { kind = "cancel", job_id = null, result = null } = order ?? {};
  const text = (kind === "cancel" ? cancelled : retried)[result ?? ""];
  if (job_id !== null && text) return `The job \`${job_id}\` ${text}`;
  const what = kind === "cancel" ? "is under way" : "ended without an answer";
  return `No such job of this pull request ${what}. \`/status\` lists them with their ids.`;
}
