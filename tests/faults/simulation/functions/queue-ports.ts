import { envelopeText, type OutgoingEnvelope } from "../../../../core/deliveries/envelope.ts";
import type { Instance } from "../platform/instance.ts";
import type { MessageQueue } from "../platform/message-queue.ts";
import { wrapPort } from "./wrap-port.ts";

/** Milliseconds between the two copies of a message. */
const doubledMs = 45_000;

/** The queue as the functions use it. */
export function queuePortsOf(instance: Instance, queue: MessageQueue) {
  const messages = {
    send: async (envelope: OutgoingEnvelope, delaySeconds = 0) =>
      queue.send(envelopeText(envelope), delaySeconds),
    delay: async (receipt: string, seconds: number) => queue.changeVisibility(receipt, seconds),
    sendDeadLetter: async (body: string) => void queue.deadLetters.push(body),
  };
  const natures = { send: "send", delay: "write", sendDeadLetter: "write" } as const;
  const { send, delay, sendDeadLetter } = wrapPort(
    instance,
    "queue",
    messages,
    natures,
    (method, _args, plain) => {
      async function doubled(): Promise<unknown> {
        const id = await plain();
        queue.repeat(String(id), doubledMs);
        return id;
      }
      return method === "send" ? { doubled } : {};
    },
  );
  return { queue: { send }, postpone: send, delayMessage: delay, sendDeadLetter };
}
