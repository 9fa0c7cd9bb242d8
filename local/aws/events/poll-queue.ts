import { setTimeout as delay } from "node:timers/promises";
import { DeleteMessageBatchCommand, type Message, type SQSClient } from "@aws-sdk/client-sqs";
import type { QueueSource } from "../lambda/laptop-function.ts";
import type { Pool } from "../lambda/pool.ts";
import { idsToDelete } from "./batch-result.ts";
import { receiveBatch } from "./receive-batch.ts";
import { toSqsEvent } from "./sqs-event.ts";

const drainMilliseconds = 5_000;

export interface PollOptions {
  client: SQSClient;
  queueUrl: string;
  queueArn: string;
  region: string;
  source: QueueSource;
  pool: Pool;
  log(line: string): void;
  /** Sees the bodies of a batch before the function gets it. */
  tap?(bodies: string[]): Promise<void>;
}

export interface Poller {
  /** Ends polling and waits for the messages that were received until then. */
  finish(): Promise<void>;
  /** Ends polling and waits a few seconds for running batches. */
  stop(): Promise<void>;
}

/** The event source mapping of one queue and one function. */
export function pollQueue(options: PollOptions): Poller {
  const { client, queueUrl, queueArn, region, source, pool, log } = options;
  const { batchSize, maximumBatchingWindow = 0, reportBatchItemFailures } = source;
  // Never more than the function's limit: a throttled batch would be hidden until its visibility timeout.
  const maximum = Math.min(source.maximumConcurrency ?? pool.maximum, pool.maximum);
  const stopping = new AbortController();
  let finishing = false;
  const running = new Set<Promise<void>>();

  async function poll(): Promise<void> {
    const { signal } = stopping;
    while (!signal.aborted && !finishing) {
      while (running.size >= maximum) await Promise.race(running);
      if (signal.aborted || finishing) return;
      const messages = await receiveBatch({ client, queueUrl, batchSize, maximumBatchingWindow, signal });
      if (messages.length > 0) start(messages);
    }
  }

  function start(messages: Message[]): void {
    const work = deliver(messages).catch((error: unknown) => log(`${pool.functionName}: ${String(error)}`));
    running.add(work);
    void work.then(() => running.delete(work));
  }

  async function show(messages: Message[]): Promise<void> {
    await options.tap?.(messages.map(({ Body = "" }) => Body));
  }

  async function deliver(messages: Message[]): Promise<void> {
    await show(messages).catch((error: unknown) => log(`${pool.functionName}: not shown: ${String(error)}`));
    const outcome = await pool.invoke(JSON.stringify(toSqsEvent(messages, queueArn, region)));
    const ids = messages.map(({ MessageId = "" }) => MessageId);
    const done = idsToDelete(ids, outcome, reportBatchItemFailures);
    const entries = messages
      .filter(({ MessageId = "" }) => done.includes(MessageId))
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    for (let first = 0; first < entries.length; first += 10) {
      const Entries = entries.slice(first, first + 10);
      await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    }
  }

  async function pollUntilStopped(): Promise<void> {
    if (maximum === 0) return;
    while (!stopping.signal.aborted && !finishing) {
      try {
        await poll();
      } catch (error) {
        if (stopping.signal.aborted) return;
        log(`${pool.functionName}: polling failed, going on: ${String(error)}`);
        await delay(200);
      }
    }
  }

  const polling = pollUntilStopped();
  return {
    async finish() {
      // The queue would hand a message to a request that was given up, and hide it: the one under way is waited for.
      finishing = true;
      await polling;
      await Promise.all(running);
    },
    async stop() {
      stopping.abort();
      const drained = new AbortController();
      const patience = delay(drainMilliseconds, undefined, { signal: drained.signal }).catch(() => {});
      await Promise.race([Promise.all([polling, ...running]), patience]);
      drained.abort();
    },
  };
}
