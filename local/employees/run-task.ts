import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Webhook } from "standardwebhooks";
import type { FrozenTask } from "../../core/employees/frozen-task.ts";
import type { Coverage, EmployeeResult } from "../../core/employees/runner.ts";
import type { Task } from "../../core/employees/task.schema.ts";
import { checkFile } from "./check-lines.ts";

/** Reported so that the laptop shows cost and budgets without a model's key. */
const dollarsPerFile = 0.002;

/** Longest time between two heartbeats, in seconds. */
const beat = 5;

/**
 * Checks the changed files of a task during the seconds that its command asks for, and reports the progress and the result to
 * the task's callback. Stops when the signal says so. Throws if a callback is refused.
 */
export async function runTask(task: Task, webhook: Webhook, signal: AbortSignal): Promise<void> {
  const { files } = (await (await fetch(task.context.url, { signal })).json()) as FrozenTask;
  const seconds = Number(task.command.arguments.seconds ?? 0);
  const steps = Math.max(1, Math.ceil(seconds / beat));
  for (let step = 1; step <= steps; step += 1) {
    const read = Math.floor((files.length * step) / steps);
    await report(
      task,
      { type: "heartbeat", progress: `Read ${read} of ${files.length} files` },
      webhook,
      signal,
    );
    await pause((seconds * 1_000) / steps, undefined, { signal });
  }
  const coverage = { files_reviewed: files.length, files_total: files.length };
  await report(task, { type: "result", ...resultOf(files, coverage) }, webhook, signal);
}

function resultOf(files: FrozenTask["files"], coverage: Coverage): EmployeeResult {
  const findings = files.flatMap(checkFile);
  const cost = { dollars: dollarsPerFile * files.length };
  const markdown =
    findings.length === 0 ? "The checker found nothing." : "The checker found this in the added lines:";
  return { version: 1, outcome: "answered", markdown, findings, coverage, usage: null, cost };
}

async function report(
  { callback, job_id, attempt }: Task,
  message: object,
  webhook: Webhook,
  signal: AbortSignal,
): Promise<void> {
  if (!callback) throw new Error("The task has no callback");
  const body = JSON.stringify({ job_id, attempt, ...message });
  const [id, now] = [randomUUID(), new Date()];
  const headers = {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
    "webhook-signature": webhook.sign(id, now, body),
  };
  const response = await fetch(callback.url, { method: "POST", body, headers, signal });
  if (!response.ok) throw new Error(`The callback responded with ${response.status}`);
}
