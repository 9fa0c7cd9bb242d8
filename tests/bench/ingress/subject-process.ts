import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** What a piece of work took: microseconds of the clock and of the process's CPU time. */
export interface Took {
  wall: number;
  cpu: number;
}

/** The import, and the first event right after it. */
export interface Started {
  imported: Took;
  first: Took;
}

/** What the parent asks for: the start, more events, or the resident memory in bytes. */
export type Order =
  | { kind: "start"; file: string }
  | { kind: "events"; file: string; count: number }
  | { kind: "memory" };
export type Report = Started | Took | number;

interface LambdaEvent {
  headers: Record<string, string>;
}

type Handler = (event: LambdaEvent, context: unknown) => Promise<{ statusCode: number }>;

/** Runs one subject, as Lambda does: imports the bundle, then gives it one event after the other. */
const [bundle = ""] = process.argv.slice(2);
const texts = new Map<string, string[]>();
let handler: Handler | null = null;
let place = 0;

process.on("message", (order: Order) => {
  applyOrder(order).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.("ready");

async function applyOrder(order: Order): Promise<Report> {
  if (order.kind === "memory") return process.memoryUsage.rss();
  const events = nextEvents(order.file, order.kind === "start" ? 1 : order.count);
  // What the preparation left behind is not the subject's.
  global.gc?.();
  if (order.kind === "events") return measured(() => handleEvents(events));
  // Nothing waits in between: what a subject begins during the import, it finishes at the expense of its first event.
  const imported = await measured(async () => {
    handler = requireBundle().handler;
  });
  return { imported, first: await measured(() => handleEvents(events)) };
}

async function handleEvents(events: LambdaEvent[]): Promise<void> {
  for (const event of events) {
    const response = await handler?.(event, context(event));
    if (!response || response.statusCode >= 300) throw new Error(`Refused: ${JSON.stringify(response)}`);
  }
}

async function measured(work: () => Promise<void>): Promise<Took> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const wall = (performance.now() - started) * 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: user + system };
}

function requireBundle(): { handler: Handler } {
  return createRequire(import.meta.url)(bundle);
}

/** Parses every event from its text, as Lambda does, and gives it an ID of its own. */
function nextEvents(file: string, count: number): LambdaEvent[] {
  const known = texts.get(file) ?? (JSON.parse(readFileSync(file, "utf8")) as string[]);
  texts.set(file, known);
  return Array.from({ length: count }, () => {
    const event = JSON.parse(known[place++ % known.length] ?? "") as LambdaEvent;
    event.headers["x-github-delivery"] = randomUUID();
    return event;
  });
}

function context(event: LambdaEvent) {
  return {
    awsRequestId: event.headers["x-github-delivery"],
    callbackWaitsForEmptyEventLoop: true,
    functionName: "subject",
    functionVersion: "$LATEST",
    invokedFunctionArn: "arn:aws:lambda:eu-central-1:000000000000:function:subject",
    logGroupName: "/aws/lambda/subject",
    logStreamName: "stream",
    memoryLimitInMB: "1024",
    getRemainingTimeInMillis: () => 8_000,
  };
}
