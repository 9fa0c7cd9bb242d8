import { parseSweptHooks } from "../../core/deliveries/swept-hook.ts";
import { type CircuitEnvironment, createCircuitParts } from "../runtime/circuits.ts";
import { createGitHubActions } from "./actions.ts";
import { createCheckRuns } from "./checks.ts";
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

/** Creates the reader of a function that only reads: its tokens cannot write. */
export function createGitHubReader(env: GitHubEnvironment) {
  const permissions = { metadata: "read", contents: "read", pull_requests: "read", issues: "read" } as const;
  return createGitHubRepository(createGitHubClient({ ...connection(env), permissions }));
}

/** Creates the check runs of a function that only lists them. */
export function createGitHubCheckReader(env: GitHubEnvironment) {
  const client = createGitHubClient({ ...connection(env), permissions: {} });
  return createCheckRuns(client, { apiUrl: env.GITHUB_API_URL, level: "read" });
}

/** Creates what a function needs that answers: its tokens write comments, reactions and check runs, never code. */
export function createGitHubPublisher(env: GitHubEnvironment) {
  const permissions = {
    metadata: "read",
    contents: "read",
    pull_requests: "write",
    issues: "write",
  } as const;
  const client = createGitHubClient({ ...connection(env), permissions });
  const checks = createCheckRuns(client, { apiUrl: env.GITHUB_API_URL, level: "write" });
  return { reader: createGitHubRepository(client), writer: createGitHubWriter(client), checks };
}

/** Starts, reads and cancels workflow runs: its tokens cover the actions of one repository and nothing else. */
export function createGitHubWorkflowRuns(env: GitHubEnvironment) {
  return createGitHubActions(createGitHubClient({ ...connection(env), permissions: {} }));
}

/** Creates a reader of GitHub's delivery list for each hook in `SWEPT_HOOKS`, which `parseSweptHooks` parses. */
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
