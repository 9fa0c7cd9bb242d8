import { postponedForMs } from "../../core/deliveries/delivery-limits.ts";
import { type Envelope, readEnvelope } from "../../core/deliveries/envelope.ts";
import { isFinal } from "../../core/dispatch/check-job.ts";
import { AutomationError, CircuitOpenError } from "../../core/errors.ts";
import type { DispatchPorts } from "./ports.ts";

/** A message that waits: a copy of it has taken its place in the queue. */
export interface Postponed {
  kind: "postponed";
  seconds: number;
  reason: string;
}

/** The longest delay that SQS accepts, in seconds. */
const maxDelay = 900;

/** Errors of the table that would record the failure. */
const unrecordable = ["delivery_table_unavailable", "intent_table_unavailable"];

/**
 * Decides what follows a failed attempt to dispatch. A final error ends the delivery. An open circuit postpones it: a
 * copy of the message waits in the queue instead, because SQS counts each receive. A crash in between leaves both, and
 * the semantic gate removes the duplicate. Any other error is recorded and thrown: the queue retries.
 */
export async function postponeOrGiveUp(
  envelope: Envelope,
  error: unknown,
  ports: DispatchPorts,
): Promise<Postponed | { kind: "failed"; reason: string }> {
  if (isFinal(error, ports.receives ?? 1)) return { kind: "failed", reason: error.code };
  const age = ports.clock() - Date.parse(envelope.received_at);
  if (!(error instanceof CircuitOpenError) || age > postponedForMs) {
    await recordFailure(envelope, error, ports);
    throw error;
  }
  const seconds = Math.min(maxDelay, error.seconds);
  await ports.postpone(envelope, seconds);
  return { kind: "postponed", seconds, reason: error.code };
}

/** Records that the function ran out of time, because the attempt itself cannot. Does nothing for any other error. */
export async function recordOutOfTime(
  body: string,
  error: unknown,
  ports: Pick<DispatchPorts, "deliveries" | "isEnvelope">,
): Promise<void> {
  if (!(error instanceof AutomationError) || error.code !== "out_of_time") return;
  const envelope = readEnvelope(body, ports.isEnvelope);
  if (envelope) await recordFailure(envelope, error, ports);
}

/** Records, for operators, why the delivery is not dispatched yet. Recording is best effort. */
async function recordFailure(
  envelope: Envelope,
  error: unknown,
  { deliveries }: Pick<DispatchPorts, "deliveries">,
): Promise<void> {
  const code = error instanceof AutomationError ? error.code : "unexpected_error";
  if (unrecordable.includes(code)) return;
  await deliveries.failing(envelope, code).catch(() => {});
}
