import { Octokit } from "@octokit/core";
import type { OctokitOptions } from "@octokit/core/types";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { retry } from "@octokit/plugin-retry";
import type { GitHubCircuit } from "./circuit.ts";
import { unreadableResponse } from "./errors.ts";
import { graphqlFailure } from "./graphql-errors.ts";
import { isRefusalOfAccess } from "./refusals.ts";

/** Timeout of every request, including those for a token. */
const requestTimeoutMs = 8_000;

const boundedFetch: typeof fetch = function boundedFetch(input, init) {
  return fetch(input, { ...init, signal: AbortSignal.timeout(requestTimeoutMs) });
};

/**
 * Returns a `fetch` that sends requests for a repository's name to the same path under its ID, which renames and
 * transfers do not change. GitHub's own links and redirects lead to these paths.
 */
export function fetchById(apiUrl: string, repo_id: number): typeof fetch {
  const named = `${apiUrl}/repos/`;
  return function fetchRepository(input, init) {
    const url = String(input);
    if (!url.startsWith(named)) return boundedFetch(input, init);
    const path = url.slice(named.length).replace(/^[^/?]+\/[^/?]+/, "");
    return boundedFetch(`${apiUrl}/repositories/${repo_id}${path}`, init);
  };
}

interface ClientOptions extends OctokitOptions {
  circuit?: GitHubCircuit | undefined;
  /** Null: the App itself. */
  installation?: number | null;
  /** Called when GitHub refuses access; may throw another error instead of the refusal. */
  onRefusal?: () => Promise<void>;
}

/** Throws the limits and failures that GraphQL reports with status 200, so that circuits and retries see them. */
function graphqlFailures(octokit: Octokit): void {
  octokit.hook.after("request", (response, request) => {
    const failure = graphqlFailure(response, request);
    if (failure) throw failure;
  });
}

/** Called for each single request: every page, token and retry. */
function throughCircuit(octokit: Octokit, { circuit, installation = null }: ClientOptions): void {
  if (!circuit) return;
  octokit.hook.wrap("request", (request, options) =>
    circuit.request(installation, async () => request(options)),
  );
}

function checkRefusals(octokit: Octokit, { onRefusal }: ClientOptions): void {
  if (!onRefusal) return;
  octokit.hook.error("request", async (error) => {
    if (isRefusalOfAccess(error)) await onRefusal();
    throw error;
  });
}

/** Statuses that need no content: 202 of a redelivery, 204 and 205 of a deletion. */
const withoutContent = [202, 204, 205];

/** Octokit returns a response that it cannot parse as text. This throws instead, because every field would be missing. */
function readableAnswers(octokit: Octokit): void {
  octokit.hook.after("request", ({ data, status, headers }: Answer, { mediaType }) => {
    const wantsText = mediaType.format === "raw";
    const isEmpty = data === "" && (withoutContent.includes(status) || !headers["content-type"]);
    if (typeof data === "string" && !wantsText && !isEmpty) throw unreadableResponse(status);
  });
}

interface Answer {
  data: unknown;
  status: number;
  headers: Record<string, unknown>;
}

// Each later plugin wraps the earlier ones: the circuit sees single requests.
export const AppOctokit = Octokit.plugin(
  graphqlFailures,
  throughCircuit,
  checkRefusals,
  paginateRest,
  retry,
  readableAnswers,
).defaults({
  userAgent: "pr-comment-automation",
  request: { fetch: boundedFetch },
  // Writes set 0 retries, because the caller looks up whether a failed write has landed. (Octokit retries a request that
  // sets its own number whatever the status, so reads use this default.)
  retry: { retries: 2, doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] },
});

export type GitHubApi = InstanceType<typeof AppOctokit>;
