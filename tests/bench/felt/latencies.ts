import { type Delay, randomDelay } from "../../../local/aws/faults/random-delay.ts";
import type { Random } from "../../faults/simulation/time/random.ts";

/** How long one request takes, and where that is from. */
interface Latency extends Delay {
  source: string;
}

/** Times of services within a region of AWS and of GitHub as seen from it. An assumption names no source. */
export const latencies = {
  github: { p50: 100, p95: 400, source: "the goal's assumption: GitHub publishes no figures" },
  dynamodb: {
    p50: 5,
    p95: 10,
    source: "single-digit milliseconds: docs.aws.amazon.com/amazondynamodb, Introduction",
  },
  s3: {
    p50: 100,
    p95: 200,
    source: "100 to 200 ms for small objects: docs.aws.amazon.com/AmazonS3, Performance guidelines",
  },
  sqs: { p50: 10, p95: 30, source: "tens of milliseconds: docs.aws.amazon.com/AWSSimpleQueueService" },
  poll: { p50: 20, p95: 100, source: "assumption: a long poll returns at once, then Lambda is invoked" },
  states: { p50: 30, p95: 80, source: "assumption: StartExecution and each transition" },
  invoke: { p50: 20, p95: 50, source: "assumption: a warm function, with the time of its own code" },
  gateway: { p50: 20, p95: 50, source: "assumption: an HTTP API before its function" },
  start: { p50: 400, p95: 800, source: "assumption: Lambda's start and the import of a bundle" },
  secrets: { p50: 20, p95: 50, source: "assumption: one read" },
} satisfies Record<string, Latency>;

export type Service = keyof typeof latencies;

/** Draws a time. `random` null gives the median. */
export function draw(service: Service, random: Random | null): number {
  const latency = latencies[service];
  return random === null ? latency.p50 : randomDelay(latency, () => random.next());
}
