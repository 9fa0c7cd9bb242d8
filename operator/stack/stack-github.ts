import { createGitHubCircuit } from "../../adapters/github/circuit.ts";
import { createGitHubClient, type GitHubClient } from "../../adapters/github/client.ts";
import { appCredentials } from "../../core/app/app-secret.ts";
import { CommandError } from "./errors.ts";
import type { Stack } from "./find-stack.ts";
import type { StackPorts } from "./stack-ports.ts";
import { stackSecret } from "./stack-secret.ts";

export interface StackGitHub {
  apiUrl: string;
  client: GitHubClient;
}

/** What the functions make of these goes to metrics and logs; a command shows the error itself. */
const silent = { metrics: { count() {}, time() {} }, log: { info() {}, error() {} } };

/** GitHub as the stack's App, through the circuits of all: who is limited is not asked from here either. */
export async function stackGitHub(
  stack: Stack,
  { circuits: store }: Pick<StackPorts, "circuits">,
  apiUrl: string,
): Promise<StackGitHub> {
  const credentials = appCredentials(await stackSecret(stack, "GitHubSecretArn").read());
  if (!credentials) {
    const advice = `See what is missing: npx --no pr-automation secrets check --stage ${stack.stage}`;
    throw new CommandError("The App's id or key is not in the stack's secret yet.", advice);
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
