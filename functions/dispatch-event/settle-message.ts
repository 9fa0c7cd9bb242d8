import { idsOfEnvelope, type NoteIds } from "../core/correlation.ts";
import type { DeliveryOutcome, DeliveryStore } from "../core/deliveries/delivery.ts";
import type { Envelope } from "../core/deliveries/envelope.ts";
import { PermanentError } from "../core/errors.ts";
import { type DispatchPorts, dispatchEvent } from "./dispatch-event.ts";

export interface SettlePorts extends DispatchPorts {
  deliveries: DeliveryStore;
  isEnvelope(value: unknown): value is Envelope;
  noteIds: NoteIds;
  /** Port: keeps a message that nobody can read for an operator. */
  sendDeadLetter(body: string): Promise<void>;
}

/**
 * Dispatches one message, records and counts how its delivery ended. One that can never be dispatched ends too,
 * because a poison message that comes back helps nobody; one that cannot even be read goes to the dead letters at
 * once. Throws only what may pass.
 */
export async function settleMessage(body: string, ports: SettlePorts): Promise<DeliveryOutcome> {
  const outcome = await settle(body, ports);
  countOutcome(outcome, ports);
  return outcome;
}

async function settle(body: string, ports: SettlePorts): Promise<DeliveryOutcome> {
  const envelope = readEnvelope(body, ports);
  if (!envelope) {
    await ports.sendDeadLetter(body);
    return { kind: "failed", reason: "malformed_message" };
  }
  ports.noteIds(idsOfEnvelope(envelope));
  const outcome = await dispatchOrGiveUp(envelope, ports);
  await ports.deliveries.finish(envelope, outcome);
  return outcome;
}

async function dispatchOrGiveUp(envelope: Envelope, ports: SettlePorts): Promise<DeliveryOutcome> {
  try {
    return await dispatchEvent(envelope, ports);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    return { kind: "failed", reason: error.code };
  }
}

/** What was dispatched has been counted where it happened. */
function countOutcome(outcome: DeliveryOutcome, { metrics }: SettlePorts): void {
  if (outcome.kind === "duplicate") metrics.count("DuplicateFound", { level: "semantic" });
  if (outcome.kind === "ignored") metrics.count("DeliveryIgnored", { reason: outcome.reason });
  if (outcome.kind === "failed") metrics.count("DeliveryFailed", { reason: outcome.reason });
}

function readEnvelope(body: string, { isEnvelope }: SettlePorts): Envelope | null {
  try {
    const value: unknown = JSON.parse(body);
    return isEnvelope(value) ? value : null;
  } catch {
    return null;
  }
}
