import { marker } from "../../core/answering/marker.ts";
import { resultKey } from "../../core/employees/frozen-task.ts";
import type { EmployeeResult } from "../../core/employees/runner.ts";
import { createStepPorts } from "./answering.ts";

export const storedKey = resultKey("r".repeat(48));
export const storedUsage = { input_tokens: 5, output_tokens: 2 };

/** A job with this result stored under its execution's key, and its status comment and reaction on GitHub. */
export async function jobWithStoredMarkdown(
  markdown: string,
  outcome: EmployeeResult["outcome"] = "answered",
) {
  return jobWithStoredResult(JSON.stringify({ outcome, markdown, usage: storedUsage }));
}

export async function jobWithStoredResult(left: string) {
  const step = createStepPorts();
  const ports = { ...step, input: { ...step.input, context: { objects: { result: storedKey } } } };
  await ports.payloads.putOnce(storedKey, left);
  ports.writer.earlier(`${marker(ports.job.job_id, 1)}\nworking`);
  ports.writer.reactions.set(55, "eyes");
  ports.jobs.put({
    ...ports.job,
    state: "WORKER_RUNNING",
    reaction_id: 55,
    comment: { phase: "POSTED", id: 101, continuation_ids: [] },
  });
  return ports;
}
