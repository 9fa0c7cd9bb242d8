import type { SQSRecord } from "aws-lambda";
import { aBatch } from "../../../fakes/records/batch.ts";
import type { Scheduler } from "../time/scheduler.ts";

interface Message {
  id: string;
  body: string;
  receives: number;
  /** Milliseconds since the epoch. */
  visibleAt: number;
  /** Of the latest receive. */
  receipt: string | null;
}

export interface QueueOptions {
  visibilityMs: number;
  maxReceives: number;
  scheduler: Scheduler;
  /** A message may be received in that many milliseconds. */
  onVisible(milliseconds: number): void;
}

/** A standard queue of SQS: no order, at least once, hidden while a consumer processes a message. */
export interface MessageQueue {
  deadLetters: string[];
  send(body: string, delaySeconds?: number): string;
  /** Adds the same message again: a standard queue may deliver it twice. */
  repeat(id: string, delayMs: number): void;
  receive(atMost: number): SQSRecord[];
  remove(receipt: string): void;
  changeVisibility(receipt: string, seconds: number): void;
  isEmpty(): boolean;
}

export function createMessageQueue(options: QueueOptions): MessageQueue {
  const { scheduler, onVisible, visibilityMs, maxReceives } = options;
  const deadLetters: string[] = [];
  let messages: Message[] = [];
  let lastId = 0;
  let lastReceipt = 0;

  function put(message: Omit<Message, "visibleAt">, delayMs: number): void {
    messages.push({ ...message, visibleAt: scheduler.now() + delayMs });
    onVisible(delayMs);
  }

  function hide(message: Message, milliseconds: number): void {
    message.visibleAt = scheduler.now() + milliseconds;
    onVisible(milliseconds);
  }

  const held = (receipt: string) => messages.find((message) => message.receipt === receipt);

  return {
    deadLetters,
    send(body, delaySeconds = 0) {
      lastId += 1;
      const id = `message-${lastId}`;
      put({ id, body, receives: 0, receipt: null }, delaySeconds * 1000);
      return id;
    },
    repeat(id, delayMs) {
      const message = messages.find((one) => one.id === id);
      if (message) put({ ...message, receives: 0, receipt: null }, delayMs);
    },
    receive(atMost) {
      const visible = messages.filter(({ visibleAt }) => visibleAt <= scheduler.now());
      const dead = visible.filter(({ receives }) => receives >= maxReceives);
      deadLetters.push(...dead.map(({ body }) => body));
      messages = messages.filter((message) => !dead.includes(message));
      const taken = visible.filter((message) => !dead.includes(message)).slice(0, atMost);
      return taken.flatMap((message) => {
        lastReceipt += 1;
        message.receives += 1;
        message.receipt = `receipt-${lastReceipt}`;
        hide(message, visibilityMs);
        const { Records } = aBatch([message.body], message.receives);
        return Records.map((record) => ({
          ...record,
          messageId: message.id,
          receiptHandle: message.receipt ?? "",
        }));
      });
    },
    remove(receipt) {
      messages = messages.filter((message) => message.receipt !== receipt);
    },
    changeVisibility(receipt, seconds) {
      const message = held(receipt);
      if (message) hide(message, seconds * 1000);
    },
    isEmpty: () => messages.length === 0,
  };
}
