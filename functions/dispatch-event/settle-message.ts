import type { DeliveryOutcome, DeliveryStore } from "../../core/deliveries/delivery.ts";
import type { Envelope } from "../../core/deliveries/envelope.ts";
import { isFinal } from "../../core/dispatch/is-final.ts";
import { AutomationError, CircuitOpenError } from "../../core/errors.ts";
import { idsOfEnvelope, type NoteIds } from "../../core/jobs/correlation.ts";
import { type DispatchPorts, dispatchEvent } from "./dispatch-event.ts";

export interface SettlePorts extends DispatchPorts {
  deliveries: DeliveryStore;
  isEnvelope(value: unknown): value is Envelope;
  noteIds: NoteIds;
  /** Port: keeps a message that nobody can read for an operator. */
  sendDeadLetter(body: string): Promise<void>;
  /** Port: puts the envelope into the queue once more, to come up after that many seconds. */
  postpone(envelope: Envelope, seconds: number): Promise<unknown>;
}

/** A message whose work waits: another one that says the same has taken its place. */
export interface Postponed {
  kind: "postponed";
  seconds: number;
  reason: string;
}

/** The most that SQS keeps a message back. */
const longestDelay = 900;
/** After that it goes the way of every other failure, to the dead letters: an operator decides. */
const postponedForMs = 24 * 3_600_000;

/** The table that a failure would be noted in is what fails: to wait for it twice helps nobody. */
const unwritable = ["delivery_table_unavailable", "intent_table_unavailable"];

/**
 * Dispatches one message, records and counts how its delivery ended. One that can never be dispatched ends too,
 * because a poison message that comes back helps nobody; one that cannot even be read goes to the dead letters at
 * once. One that waits for GitHub is let go once a copy of it is in the queue, because each receive of a message
 * counts: a crash in between leaves both, and the semantic gate removes the double. Throws only what may pass.
 */
export async function settleMessage(body: string, ports: SettlePorts): Promise<DeliveryOutcome | Postponed> {
  const outcome = await settle(body, ports);
  countOutcome(outcome, ports);
  return outcome;
}

async function settle(body: string, ports: SettlePorts): Promise<DeliveryOutcome | Postponed> {
  const envelope = readEnvelope(body, ports);
  if (!envelope) {
    await ports.sendDeadLetter(body);
    return { kind: "failed", reason: "malformed_message" };
  }
  ports.noteIds(idsOfEnvelope(envelope));
  const outcome = await dispatchOrGiveUp(envelope, ports);
  if (outcome.kind !== "postponed") await ports.deliveries.finish(envelope, outcome);
  return outcome;
}

async function dispatchOrGiveUp(
  envelope: Envelope,
  ports: SettlePorts,
): Promise<DeliveryOutcome | Postponed> {
  try {
    return await dispatchEvent(envelope, ports);
  } catch (error) {
    if (isFinal(error, ports.receives ?? 1)) return { kind: "failed", reason: error.code };
    const age = ports.clock() - Date.parse(envelope.received_at);
    if (!(error instanceof CircuitOpenError) || age > postponedForMs) {
      await noteFailure(envelope, error, ports);
      throw error;
    }
    const seconds = Math.min(longestDelay, error.seconds);
    await ports.postpone(envelope, seconds);
    return { kind: "postponed", seconds, reason: error.code };
  }
}

/** Logs the cause for a message whose dispatch did not finish: nothing else records it. */
export async function noteOutOfTime(
  body: string,
  error: unknown,
  ports: Pick<SettlePorts, "deliveries" | "isEnvelope">,
): Promise<void> {
  const envelope =
    error instanceof AutomationError && error.code === "out_of_time" && readEnvelope(body, ports);
  if (envelope) await noteFailure(envelope, error, ports);
}

/** Records, for operators, why the delivery is not dispatched. A failure here has the same cause. */
async function noteFailure(
  envelope: Envelope,
  error: unknown,
  { deliveries }: Pick<SettlePorts, "deliveries">,
): Promise<void> {
  const code = error instanceof AutomationError ? error.code : "unexpected_error";
  if (unwritable.includes(code)) return;
  await deliveries.failing(envelope, code).catch(() => {});
}

/** What was dispatched has been counted where it happened; what waits has not ended. */
function countOutcome(outcome: DeliveryOutcome | Postponed, { metrics }: SettlePorts): void {
  if (outcome.kind === "duplicate") metrics.count("DuplicateFound", { level: "semantic" });
  if (outcome.kind === "ignored") metrics.count("DeliveryIgnored", { reason: outcome.reason });
  if (outcome.kind === "failed") metrics.count("DeliveryFailed", { reason: outcome.reason });
}

function readEnvelope(body: string, { isEnvelope }: Pick<SettlePorts, "isEnvelope">): Envelope | null {
  try {
    const value: unknown = JSON.parse(body);
    return isEnvelope(value) ? value : null;
  } catch {
    return null;
  }
}
