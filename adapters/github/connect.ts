import { parseSweptHooks } from "../../core/deliveries/swept-hook.ts";
import { type CircuitEnvironment, createCircuitParts } from "../runtime/circuits.ts";
import { createGitHubCircuit } from "./circuit.ts";
import { createGitHubClient } from "./client.ts";
import { createHookDeliveries } from "./hook-deliveries.ts";
import { createGitHubRepository } from "./repository.ts";
import { createGitHubSecret } from "./secret.ts";
import { createGitHubWriter } from "./writer.ts";

interface GitHubEnvironment extends CircuitEnvironment {
  GITHUB_API_URL: string;
  GITHUB_SECRET_ID: string;
}

/** GitHub for a function that only reads: its tokens cannot write. */
export function createGitHubReader(env: GitHubEnvironment) {
  const permissions = { metadata: "read", contents: "read", pull_requests: "read", issues: "read" } as const;
  return createGitHubRepository(createGitHubClient({ ...connection(env), permissions }));
}

/** GitHub for a function that answers: comments and reactions of pull requests, nothing of the code. */
export function createGitHubPublisher(env: GitHubEnvironment) {
  const permissions = {
    metadata: "read",
    contents: "read",
    pull_requests: "write",
    issues: "write",
  } as const;
  const client = createGitHubClient({ ...connection(env), permissions });
  return { reader: createGitHubRepository(client), writer: createGitHubWriter(client) };
}

/** GitHub's lists of what it delivered to the hooks that `SWEPT_HOOKS` names, in the form of `parseSweptHooks`. */
export function createGitHubHooks(env: GitHubEnvironment & { SWEPT_HOOKS: string }) {
  const client = createGitHubClient({ ...connection(env), permissions: {} });
  return parseSweptHooks(env.SWEPT_HOOKS).map((hook) => createHookDeliveries(client, hook));
}

function connection(env: GitHubEnvironment) {
  return {
    apiUrl: env.GITHUB_API_URL,
    credentials: createGitHubSecret(env.GITHUB_SECRET_ID).credentials,
    circuit: createGitHubCircuit(createCircuitParts(env)),
  };
}
