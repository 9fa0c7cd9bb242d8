import { type Bucket, createBucket, createPool, type Pool } from "./engine.ts";
import { quotas } from "./quotas.ts";
import { answerShare, messagesInBatch, redelivery, type Settings } from "./work.ts";

/** Where commands wait: the limits of a stage and its account. */
export interface Places {
  api: Bucket;
  /** Refused deliveries that the sweeper asks for again. */
  redeliveries: Bucket;
  functions: Pool;
  dispatcher: Pool;
  starts: Bucket;
  transitions: Bucket;
}

/** GitHub's limits of one installation. */
export interface Installation {
  rest: Bucket;
  graphql: Bucket;
  minute: Bucket;
  hour: Bucket;
}

export function createPlaces(settings: Settings): Places {
  const { throttlingBurst, throttlingRate, dispatchConcurrency, lambdaConcurrency } = settings;
  const { starts, transitions } = quotas;
  return {
    api: createBucket("the API's throttle", throttlingBurst, throttlingRate),
    redeliveries: createBucket("redeliveries", redelivery.each, redelivery.each / redelivery.everySeconds),
    functions: createPool("Lambda's concurrency", lambdaConcurrency - dispatchConcurrency),
    dispatcher: createPool(
      "`dispatchConcurrency`",
      (at) => messagesInBatch * batchesAt(at, dispatchConcurrency),
    ),
    starts: createBucket("`StartExecution`", starts.value, starts.perSecond),
    transitions: createBucket("state transitions", transitions.value, transitions.perSecond),
  };
}

/** Lambda reads a queue with more and more batches at a time. */
export function batchesAt(at: number, limit: number): number {
  return Math.min(limit, quotas.firstBatches.value + (quotas.moreBatchesPerMinute.value / 60) * at);
}

export function createInstallation({ githubWritesPerMinute, githubWritesPerHour }: Settings): Installation {
  const perMinute = answerShare * githubWritesPerMinute;
  const hourly = (name: string, size: number) => createBucket(name, size, size / 3600);
  return {
    rest: hourly("GitHub's REST requests", quotas.githubRequestsPerHour.value),
    graphql: hourly("GitHub's GraphQL points", quotas.githubPointsPerHour.value),
    minute: createBucket("GitHub's writes a minute", perMinute, perMinute / 60),
    hour: hourly("GitHub's writes an hour", answerShare * githubWritesPerHour),
  };
}
