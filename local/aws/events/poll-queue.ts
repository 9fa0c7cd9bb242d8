import { setTimeout as delay } from "node:timers/promises";
import { DeleteMessageBatchCommand, type Message, type SQSClient } from "@aws-sdk/client-sqs";
import type { QueueSource } from "../lambda/laptop-function.ts";
import type { Pool } from "../lambda/pool.ts";
import { idsToDelete } from "./batch-result.ts";
import { receiveBatch } from "./receive-batch.ts";
import { toSqsEvent } from "./sqs-event.ts";

const stopTimeoutMs = 5_000;

export interface PollOptions {
  client: SQSClient;
  queueUrl: string;
  queueArn: string;
  region: string;
  source: QueueSource;
  pool: Pool;
  log(line: string): void;
  /** Receives the message bodies of each batch before the function does. */
  onBatch?(bodies: string[]): Promise<void>;
}

export interface Poller {
  /** Ends polling and waits until all received messages have been processed. */
  finish(): Promise<void>;
  /** Ends polling and waits a few seconds for running batches. */
  stop(): Promise<void>;
}

/** Receives messages and passes them to the function in batches, as an event source mapping does. */
export function pollQueue(options: PollOptions): Poller {
  const { client, queueUrl, queueArn, region, source, pool, log } = options;
  const { batchSize, maximumBatchingWindow = 0, reportBatchItemFailures } = source;
  // At most the function's limit: a throttled batch would stay hidden until its visibility timeout.
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

  async function announce(messages: Message[]): Promise<void> {
    await options.onBatch?.(messages.map(({ Body = "" }) => Body));
  }

  async function deliver(messages: Message[]): Promise<void> {
    await announce(messages).catch((error: unknown) =>
      log(`${pool.functionName}: onBatch failed: ${String(error)}`),
    );
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
        log(`${pool.functionName}: polling failed, retrying: ${String(error)}`);
        await delay(200);
      }
    }
  }

  const polling = pollUntilStopped();
  return {
    async finish() {
      // An aborted request could still receive a message and hide it, so the running request ends first.
      finishing = true;
      await polling;
      await Promise.all(running);
    },
    async stop() {
      stopping.abort();
      const drained = new AbortController();
      const timeout = delay(stopTimeoutMs, undefined, { signal: drained.signal }).catch(() => {});
      await Promise.race([Promise.all([polling, ...running]), timeout]);
      drained.abort();
    },
  };
}
