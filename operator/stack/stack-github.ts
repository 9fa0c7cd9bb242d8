import { createGitHubCircuit } from "../../adapters/github/circuit.ts";
import { createGitHubClient, type GitHubClient } from "../../adapters/github/client.ts";
import { appCredentials } from "../../core/app/app-secret.ts";
import type { CircuitStore } from "../../core/circuit/circuit-store.ts";
import { OperatorError } from "./errors.ts";
import type { Stack } from "./find-stack.ts";
import { type StackPorts, stackPorts } from "./stack-ports.ts";
import { stackSecret } from "./stack-secret.ts";

export interface StackGitHub {
  apiUrl: string;
  client: GitHubClient;
}

/** Only functions need metrics and logs of these calls: an operator sees the error itself. */
const silent = { metrics: { count() {} }, log: { info() {}, error() {} } };

/** Calls GitHub as the stack's App, through the stack's circuits: while they are open, no call is made. */
export async function stackGitHub(
  stack: Stack,
  { circuits: store }: Pick<StackPorts, "circuits">,
  apiUrl: string,
): Promise<StackGitHub> {
  const credentials = appCredentials(await stackSecret(stack, "GitHubSecretArn").read());
  if (!credentials) {
    const advice = `See what is missing: npx --no pr-automation secrets check --stage ${stack.stage}`;
    throw new OperatorError("The stack's secret does not contain the App's ID and key yet.", advice);
  }
  const circuit = createGitHubCircuit({ store, clock: Date.now, ...silent });
  const client = createGitHubClient({
    apiUrl,
    credentials: async () => credentials,
    permissions: {},
    circuit,
  });
  return { apiUrl, client };
}

/** Calls GitHub as the stack's App and obeys the stack's circuits, but never changes them. */
export function readOnlyStackGitHub(stack: Stack, apiUrl: string): Promise<StackGitHub> {
  const { read } = stackPorts(stack).circuits;
  const circuits: CircuitStore = { read, replace: async () => false };
  return stackGitHub(stack, { circuits }, apiUrl);
}
