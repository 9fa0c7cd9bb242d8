import type { Command } from "commander";
import type { Io } from "./io.ts";

interface CommandEntry {
  /** The words that the user types: the command, or the group and the command. */
  path: string;
  /** One line for the list of commands. */
  summary: string;
  /** Loads the code of the command, which adds its options and its action. */
  load(): Promise<(named: Command, io: Io) => void>;
}

/** All commands, in the order of the help. */
export const commands: CommandEntry[] = [
  {
    path: "console",
    summary: "Serves the operations page on this machine, for you only, until Ctrl+C",
    load: async () => (await import("./commands/console.ts")).addConsole,
  },
  {
    path: "doctor",
    summary: "Checks stack health and says what to do",
    load: async () => (await import("./commands/doctor.ts")).addDoctor,
  },
  {
    path: "jobs",
    summary: "Lists jobs, newest first",
    load: async () => (await import("./commands/jobs.ts")).addJobs,
  },
  {
    path: "job",
    summary: "Shows a job from GitHub's delivery to its answer",
    load: async () => (await import("./commands/job.ts")).addJob,
  },
  {
    path: "cost",
    summary: "Sums what jobs have cost, by employee, repository, person, day or model",
    load: async () => (await import("./commands/cost.ts")).addCost,
  },
  {
    path: "budgets",
    summary: "Shows how much of today's budgets is left, and when they reset",
    load: async () => (await import("./commands/budgets.ts")).addBudgets,
  },
  {
    path: "lanes",
    summary: "Lists lanes in which jobs wait: who holds each, who waits, since when",
    load: async () => (await import("./commands/lanes.ts")).addLanes,
  },
  {
    path: "retry",
    summary: "Retries jobs that got no answer, each as a new attempt",
    load: async () => (await import("./commands/retry.ts")).addRetry,
  },
  {
    path: "cancel",
    summary: "Cancels unfinished jobs; the pull request says so within two minutes",
    load: async () => (await import("./commands/cancel.ts")).addCancel,
  },
  {
    path: "deliveries",
    summary: "Lists GitHub's deliveries of the last three days and their outcome here",
    load: async () => (await import("./commands/deliveries.ts")).addDeliveries,
  },
  {
    path: "redeliver",
    summary: "Asks GitHub to deliver an event again, under the same GUID",
    load: async () => (await import("./commands/redeliver.ts")).addRedeliver,
  },
  {
    path: "explain",
    summary: "Explains, rule by rule, why a comment does or does not trigger a job; changes nothing",
    load: async () => (await import("./commands/explain.ts")).addExplain,
  },
  {
    path: "simulate",
    summary: "Shows what a webhook in a file would trigger; sends and changes nothing",
    load: async () => (await import("./commands/simulate.ts")).addSimulate,
  },
  {
    path: "capture",
    summary: "Saves a delivered webhook to a file, to replay or edit",
    load: async () => (await import("./commands/capture.ts")).addCapture,
  },
  {
    path: "replay",
    summary: "Replays a captured webhook, or the delivery of an unfinished job",
    load: async () => (await import("./commands/replay.ts")).addReplay,
  },
  {
    path: "pause",
    summary: "Pauses dispatch: accepted webhooks wait in the queue, running jobs continue",
    load: async () => (await import("./commands/pause.ts")).addPause,
  },
  {
    path: "resume",
    summary: "Ends a pause and dispatches what is queued",
    load: async () => (await import("./commands/resume.ts")).addResume,
  },
  {
    path: "dlq list",
    summary: "Lists dead-letter messages, oldest first, with the cause; removes nothing",
    load: async () => (await import("./commands/dlq-list.ts")).addDlqList,
  },
  {
    path: "dlq show",
    summary: "Shows one dead-letter message, its delivery and its jobs; removes nothing",
    load: async () => (await import("./commands/dlq-show.ts")).addDlqShow,
  },
  {
    path: "dlq replay",
    summary: "Re-queues dead-letter messages, which pass the same checks as before",
    load: async () => (await import("./commands/dlq-replay.ts")).addDlqReplay,
  },
  {
    path: "dlq drop",
    summary: "Deletes dead-letter messages; their jobs stay as they are",
    load: async () => (await import("./commands/dlq-drop.ts")).addDlqDrop,
  },
  {
    path: "circuit list",
    summary: "Shows which providers are blocked now, why, and until when",
    load: async () => (await import("./commands/circuit-list.ts")).addCircuitList,
  },
  {
    path: "circuit open",
    summary: "Blocks calls to a provider for a while; jobs that need it wait",
    load: async () => (await import("./commands/circuit-open.ts")).addCircuitOpen,
  },
  {
    path: "circuit close",
    summary: "Allows calls to a provider again; a rate limit that it has set still holds",
    load: async () => (await import("./commands/circuit-close.ts")).addCircuitClose,
  },
  {
    path: "rollout show",
    summary: "Shows what is live, in shadow or off, and since when",
    load: async () => (await import("./commands/rollout-show.ts")).addRolloutShow,
  },
  {
    path: "rollout set",
    summary: "Sets the mode of everything, or of a part; takes effect within seconds, without a deployment",
    load: async () => (await import("./commands/rollout-set.ts")).addRolloutSet,
  },
  {
    path: "rollout apply",
    summary: "Replaces the whole rollout with a file in the format of `rollout` in workflows/routing.yml",
    load: async () => (await import("./commands/rollout-apply.ts")).addRolloutApply,
  },
  {
    path: "rollout back",
    summary: "Undoes the last change; repeat it to undo earlier ones. The history keeps every change",
    load: async () => (await import("./commands/rollout-back.ts")).addRolloutBack,
  },
  {
    path: "rollout history",
    summary: "Lists who changed the rollout, when, why, and to what",
    load: async () => (await import("./commands/rollout-history.ts")).addRolloutHistory,
  },
  {
    path: "rollout compare",
    summary: "Compares this stack's jobs, including those in shadow, with your old system's log",
    load: async () => (await import("./commands/rollout-compare.ts")).addRolloutCompare,
  },
  {
    path: "rollout mirror",
    summary: "Sends webhooks that your old system received to this stack, with a new signature",
    load: async () => (await import("./commands/rollout-mirror.ts")).addRolloutMirror,
  },
  {
    path: "idempotency export",
    summary: "Prints the handled intents, one JSON object per line, for another system",
    load: async () => (await import("./commands/idempotency-export.ts")).addIdempotencyExport,
  },
  {
    path: "idempotency import",
    summary: "Records intents that another system has handled, so that they count as duplicates here",
    load: async () => (await import("./commands/idempotency-import.ts")).addIdempotencyImport,
  },
  {
    path: "app manifest",
    summary: "Prints the GitHub App's manifest",
    load: async () => (await import("./commands/app-manifest.ts")).addAppManifest,
  },
  {
    path: "app register",
    summary: "Registers the GitHub App in your browser; its key goes straight into the stack's secret",
    load: async () => (await import("./commands/app-register.ts")).addAppRegister,
  },
  {
    path: "secrets set",
    summary: "Stores the App's ID, key or webhook secret; keeps what is not given",
    load: async () => (await import("./commands/secrets-set.ts")).addSecretsSet,
  },
  {
    path: "secrets set-model",
    summary: "Stores a model provider's key or address; keeps what is not given",
    load: async () => (await import("./commands/secrets-set-model.ts")).addSecretsSetModel,
  },
  {
    path: "secrets check",
    summary: "Shows what is set and whether GitHub agrees; shows no secret",
    load: async () => (await import("./commands/secrets-check.ts")).addSecretsCheck,
  },
  {
    path: "secrets rotate",
    summary: "Rotates the webhook secret here and at GitHub, and waits until it is done",
    load: async () => (await import("./commands/secrets-rotate.ts")).addSecretsRotate,
  },
];
