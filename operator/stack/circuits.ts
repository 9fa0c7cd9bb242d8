import { type DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../adapters/dynamodb/document-client.ts";
import { modelProviders } from "../../adapters/models/requirements.ts";
import type { Circuit } from "../../core/circuit/circuit.ts";
import type { CircuitId, CircuitStore } from "../../core/circuit/circuit-store.ts";
import type { Job } from "../../core/jobs/job.ts";
import { openStates } from "../../core/jobs/job-state.ts";
import { OperatorError } from "./errors.ts";
import type { Stack } from "./find-stack.ts";
import { createJobReader, findJobs } from "./jobs/find-jobs.ts";
import { stackPorts } from "./stack-ports.ts";

/** The providers that have circuits. */
export const providers = ["github", ...modelProviders, "employee"] as const;

export type NamedCircuit = CircuitId & Circuit;

/** Returns the shared circuits, and those of the installations and employees that these jobs belong to. */
export function circuitsOf(jobs: readonly Pick<Job, "installation_id" | "employee">[]): CircuitId[] {
  const employees = new Set(jobs.map(({ employee }) => employee));
  const installations = new Set(
    jobs.map(({ installation_id }) => installation_id).filter((id) => id !== null),
  );
  return [
    ...["github", ...modelProviders].map((provider) => ({ provider, key: "*" })),
    { provider: "github", key: "app" },
    ...[...installations].map((id) => ({ provider: "github", key: String(id) })),
    ...[...employees].map((key) => ({ provider: "employee", key })),
  ];
}

/** Returns the shared circuits, and those of the installations and employees with open or recent jobs. */
export async function knownCircuits(stack: Stack): Promise<CircuitId[]> {
  const reading = createJobReader(stack);
  const [open, last] = await Promise.all([
    findJobs({ states: openStates }, 200, reading),
    findJobs({ states: [] }, 50, reading),
  ]);
  return circuitsOf([...open, ...last]);
}

/** Returns every circuit that was ever written. Scans the whole table, because no index has the circuits. */
export async function scanCircuits(
  tableName: string,
  progress: (items: number) => void,
  client: DynamoDBDocumentClient = documentClient(),
): Promise<CircuitId[]> {
  const found: CircuitId[] = [];
  let count = 0;
  let from: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: tableName,
        FilterExpression: "begins_with(pk, :circuits)",
        ExpressionAttributeValues: { ":circuits": "circuit#" },
        ProjectionExpression: "pk",
        ExclusiveStartKey: from,
      }),
    );
    for (const { pk } of page.Items ?? []) {
      const [, provider = "", key = ""] = String(pk).split("#");
      found.push({ provider, key });
    }
    count += page.ScannedCount ?? 0;
    progress(count);
    from = page.LastEvaluatedKey;
  } while (from);
  return found;
}

/** Reads circuits. Leaves out those of employees that were never called from the stack, or never failed. */
export async function readCircuits(stack: Stack, ids: CircuitId[]): Promise<NamedCircuit[]> {
  const { circuits } = stackPorts(stack);
  const read = await Promise.all(ids.map(async (id) => ({ ...id, ...(await circuits.read(id)) })));
  return read.filter(({ provider, version }) => provider !== "employee" || version > 0);
}

const maxAttempts = 5;

/** Changes a circuit by optimistic locking, as workers do. Returns it before and after the change. */
export async function changeCircuit(
  store: CircuitStore,
  id: CircuitId,
  change: (circuit: Circuit) => Circuit,
): Promise<{ before: Circuit; after: Circuit }> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const before = await store.read(id);
    const after = change(before);
    if (await store.replace(id, before, after)) return { before, after };
  }
  throw new OperatorError("Other processes keep changing the circuit.", "Try again.");
}

/** Returns the circuit opened by an operator until a time. Then one caller probes, as after any other opening. */
export function openedByHand(circuit: Circuit, now: number, until: number): Circuit {
  const { version, since } = circuit;
  return { ...circuit, state: "open", version: version + 1, until, since: since ?? now, reason: "by_hand" };
}
