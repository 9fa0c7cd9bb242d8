import { redactSecrets } from "../../core/answering/redact.ts";
import type { Callback, CallbackStore } from "../../core/callbacks/callback-store.ts";
import { sendTokens } from "../../core/callbacks/send-tokens.ts";
import { type Clock, isoTime } from "../../core/clock.ts";
import type { PayloadStore } from "../../core/deliveries/payload-store.ts";
import { maxResultBytes } from "../../core/employees/read-result.ts";
import type { EmployeeResult } from "../../core/employees/runner.ts";
import { InvalidError } from "../../core/errors.ts";
import type { TaskTokens } from "../../core/jobs/task-tokens.ts";

export interface ReceiveCallbackPorts {
  clock: Clock;
  callbacks: CallbackStore;
  payloads: Pick<PayloadStore, "putOnce">;
  tokens: TaskTokens;
}

/**
 * `accepted`: it changed something. `late`: the job no longer waits for it. `repeated`: the first result of this attempt
 * counts, which is already stored.
 */
export type CallbackStatus = "accepted" | "late" | "repeated";

const maxProgress = 200;

/** Records a heartbeat and tells the waiting state, whose time limit for silence starts again. */
export async function receiveHeartbeat(
  callback: Callback,
  progress: string | null,
  { clock, callbacks, tokens }: ReceiveCallbackPorts,
): Promise<CallbackStatus> {
  // Redacted before it is cut: the rest of a secret has no known form.
  const said = progress === null ? null : Array.from(redactSecrets(progress)).slice(0, maxProgress).join("");
  if (!(await callbacks.heartbeat(callback.key, { at: isoTime(clock()), progress: said }))) return "late";
  return (await sendTokens(callback, tokens.heartbeat)) ? "accepted" : "late";
}

/**
 * Stores a result, ends the callback and wakes the waiting state, in this order: a crash in between loses no result, and a
 * repeat or the sweeper continues. The state wakes without data, because the result is untrusted and an execution's history
 * has no user's text.
 */
export async function receiveResult(
  { key, result_key, status }: Callback,
  result: EmployeeResult,
  { callbacks, payloads, tokens }: ReceiveCallbackPorts,
): Promise<CallbackStatus> {
  const isFirst = await payloads.putOnce(result_key, textOf(result));
  const ended = await callbacks.end(key, "RESULT");
  if (ended?.status !== "RESULT") return "late";
  await sendTokens(ended, tokens.succeed);
  return isFirst && status === "OPEN" ? "accepted" : "repeated";
}

/** Returns the known fields only. Numbers such as `1e9` are longer than they were. */
function textOf({ outcome, markdown, findings, coverage, usage, cost }: EmployeeResult): string {
  const text = JSON.stringify({ version: 1, outcome, markdown, findings, coverage, usage, cost });
  if (new TextEncoder().encode(text).length > maxResultBytes) {
    throw new InvalidError("too_large", `The result is larger than ${maxResultBytes} bytes`);
  }
  return text;
}
