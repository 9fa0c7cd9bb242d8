import { marker } from "../../core/answering/marker.ts";
import { resultKey } from "../../core/employees/frozen-task.ts";
import { createStepPorts } from "./answering.ts";

export const leftKey = resultKey("r".repeat(48));
export const leftUsage = { input_tokens: 5, output_tokens: 2 };

/** A job with this result under its execution's key, and its status comment and reaction on GitHub. */
export async function leavingMarkdown(markdown: string, outcome: "answered" | "unavailable" = "answered") {
  return leaving(JSON.stringify({ outcome, markdown, usage: leftUsage }));
}

export async function leaving(left: string) {
  const step = createStepPorts();
  const ports = { ...step, input: { ...step.input, context: { objects: { result: leftKey } } } };
  await ports.payloads.putOnce(leftKey, left);
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
