import type { DeliveryOutcome, DeliveryStore } from "../core/deliveries/delivery.ts";
import type { Envelope } from "../core/deliveries/envelope.ts";
import { PermanentError } from "../core/errors.ts";
import { type DispatchPorts, dispatchEvent } from "./dispatch-event.ts";

export interface SettlePorts extends DispatchPorts {
  deliveries: DeliveryStore;
  isEnvelope(value: unknown): value is Envelope;
  /** Port: keeps a message that nobody can read for an operator. */
  sendDeadLetter(body: string): Promise<void>;
}

export interface Settled {
  delivery_id: string | null;
  outcome: DeliveryOutcome;
}

/**
 * Dispatches one message and records how its delivery ended. One that can never be dispatched ends too, because a
 * poison message that comes back helps nobody; one that cannot even be read goes to the dead letters at once. Throws
 * only what may pass.
 */
export async function settleMessage(body: string, ports: SettlePorts): Promise<Settled> {
  const envelope = readEnvelope(body, ports);
  if (!envelope) {
    await ports.sendDeadLetter(body);
    return { delivery_id: null, outcome: { kind: "failed", reason: "malformed_message" } };
  }
  const outcome = await dispatchOrGiveUp(envelope, ports);
  await ports.deliveries.finish(envelope, outcome);
  return { delivery_id: envelope.delivery_id, outcome };
}

async function dispatchOrGiveUp(envelope: Envelope, ports: SettlePorts): Promise<DeliveryOutcome> {
  try {
    return await dispatchEvent(envelope, ports);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    return { kind: "failed", reason: error.code };
  }
}

function readEnvelope(body: string, { isEnvelope }: SettlePorts): Envelope | null {
  try {
    const value: unknown = JSON.parse(body);
    return isEnvelope(value) ? value : null;
  } catch {
    return null;
  }
}
