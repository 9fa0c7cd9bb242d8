import type { FunctionName } from "../../faults/simulation/platform/settings.ts";
import type { Service } from "./latencies.ts";

const byPort: Record<string, Service> = {
  ...{
    budgets: "dynamodb",
    callbacks: "dynamodb",
    deliveries: "dynamodb",
    index: "dynamodb",
    intents: "dynamodb",
  },
  ...{
    jobs: "dynamodb",
    lanes: "dynamodb",
    marks: "dynamodb",
    paces: "dynamodb",
    redeliveries: "dynamodb",
    rollouts: "dynamodb",
  },
  ...{ checks: "github", reader: "github", writer: "github" },
  ...{ payloads: "s3", queue: "sqs", tokens: "states", workflow: "states" },
};

/** Calls of a port that are several requests, one after the other, or none. */
const exceptions: Record<string, readonly Service[]> = {
  "queue.poll": ["poll"],
  // The item of the previous event, then the job.
  "jobs.transition": ["dynamodb", "dynamodb"],
  // Cached for two minutes, and for a quarter of a minute.
  "secrets.read": [],
  "circuit.admit": [],
  // The time of the model: measured in minutes, by itself.
  "model.run": [],
};

/** Returns the requests of a call, which follow each other. Throws for a call that has no entry. */
export function requestsOf(what: string): readonly Service[] {
  const exception = exceptions[what];
  if (exception) return exception;
  if (what === "invoke receiveWebhook") return ["gateway", "invoke"];
  if (what === "invoke dispatchEvent") return ["invoke"];
  if (what.startsWith("invoke ")) return ["states", "invoke"];
  const service = byPort[what.split(".")[0] ?? ""];
  if (!service) throw new Error(`Say in tests/bench/felt/requests.ts which requests "${what}" makes`);
  // The circuit is read before each request to GitHub.
  return service === "github" ? ["dynamodb", "github"] : [service];
}

/** What the first invocation of an instance adds: its start, its secrets, and a token of GitHub where it needs one. */
export function firstRequestsOf(name: FunctionName): readonly Service[] {
  switch (name) {
    case "receiveWebhook":
      return ["start", "secrets"];
    case "runEmployee":
      return ["start"];
    default:
      return ["start", "secrets", "github"];
  }
}
