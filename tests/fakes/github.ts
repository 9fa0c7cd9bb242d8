import type { GitHubCircuit } from "../../adapters/github/circuit.ts";
import { createGitHubClient, type GitHubClient } from "../../adapters/github/client.ts";
import { type GitHub, startGitHub } from "../../local/github/start-github.ts";
import type { AppPermissions } from "../../local/github/state/app.ts";
import { appKey } from "./app-key.ts";
import { aTarget } from "./records/pull-request.ts";

/** GitHub on this machine, which checks the App's signatures; nothing is delivered anywhere. */
export async function startSimulatedGitHub(permissions?: AppPermissions): Promise<GitHub> {
  const app = { id: 4242, publicKey: appKey.publicKey, ...(permissions && { permissions }) };
  const github = await startGitHub({
    port: 0,
    webhookUrl: "http://127.0.0.1:9/",
    webhookSecret: "unused",
    app,
  });
  // The IDs in the tests' records.
  const { repo_id, installation_id } = aTarget();
  github.store.repository("octo-demo", "payments").id = repo_id;
  github.install("octo-demo", installation_id ?? 0);
  return github;
}

export const readPermissions = {
  metadata: "read",
  contents: "read",
  pull_requests: "read",
  issues: "read",
} as const;

export const writePermissions = { ...readPermissions, pull_requests: "write", issues: "write" } as const;

export function clientOf(
  github: GitHub,
  permissions: Record<string, "read" | "write"> = writePermissions,
  circuit?: GitHubCircuit,
): GitHubClient {
  const credentials = async () => ({ app_id: github.appId, private_key: appKey.privateKey });
  const options = { apiUrl: github.url, credentials, permissions };
  return createGitHubClient(circuit ? { ...options, circuit } : options);
}

export interface SentRequest {
  method: string;
  /** Path and query. */
  path: string;
  body: unknown;
}

/** Records every request that this process sends, until `stop`. */
export function recordRequests(): { sent: SentRequest[]; stop(): void } {
  const original = globalThis.fetch;
  const sent: SentRequest[] = [];
  globalThis.fetch = (input, init) => {
    const url = new URL(String(input));
    const body = typeof init?.body === "string" ? JSON.parse(init.body) : null;
    sent.push({ method: init?.method ?? "GET", path: url.pathname + url.search, body });
    return original(input, init);
  };
  return {
    sent,
    stop() {
      globalThis.fetch = original;
    },
  };
}

/**
 * Lets the next matching request reach GitHub but loses its response: the request fails with a timeout. Until
 * `stop`.
 */
export function loseAnswer(
  fits: { method: string; path: RegExp; body?: RegExp },
  onLost: () => void = () => {},
): { stop(): void } {
  const original = globalThis.fetch;
  let waiting = true;
  globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(String(input));
    const hit = init?.method === fits.method && fits.path.test(pathname);
    if (!waiting || !hit || !(fits.body ?? /^/).test(String(init.body))) return original(input, init);
    if (!(init.signal instanceof AbortSignal)) throw new TypeError(`${pathname} was not sent with a timeout`);
    waiting = false;
    await (await original(input, init)).arrayBuffer();
    onLost();
    throw new DOMException("The operation was aborted due to timeout", "TimeoutError");
  };
  return {
    stop() {
      globalThis.fetch = original;
    },
  };
}
