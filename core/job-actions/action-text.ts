import type { JobAction } from "../jobs/job.ts";

const notAllowed = "is unchanged: you need the permission that its employee requires.";

const retried: Record<string, string> = {
  done: "is being retried. Its own comment shows the result.",
  permission: notAllowed,
  under_way: "is still running.",
  not_dispatched: "is about to start.",
  answered: "was answered. Ask again in a new comment.",
  command_wrong: "was refused because its command is invalid. Post the corrected command in a new comment.",
  no_effect: "has nothing to retry.",
};

const cancelled: Record<string, string> = {
  done: "is cancelled and will make no further changes. Its own comment says so within a minute or two.",
  told:
    "is cancelled and will make no further changes. Its employee works elsewhere and gets a cancel notice: the job's own " +
    "comment says within a few minutes whether it confirmed.",
  permission: notAllowed,
  over: "has already finished.",
};

/** Returns the answer to `/cancel` and `/retry`, in Markdown. */
export function actionText(action: JobAction | undefined): string {
  const { kind = "cancel", job_id = null, result = null } = action ?? {};
  const text = (kind === "cancel" ? cancelled : retried)[result ?? ""];
  if (job_id !== null && text) return `The job \`${job_id}\` ${text}`;
  const what = kind === "cancel" ? "is running" : "ended without an answer";
  return `No matching job on this pull request ${what}. \`/status\` lists the jobs with their IDs.`;
}
