import { asRecord } from "../../core/json-value.ts";

/** The relevant parts of a refusal. GitHub's message may quote a comment, so it is never passed on. */
export interface GitHubRefusal {
  status: number;
  headers: Record<string, unknown>;
  message: string;
  documentation_url: string;
  /** Of its `errors`: the codes, or the texts of those that are texts. */
  codes: string[];
}

export type RefusalKind =
  /** GitHub limits the whole App. */
  | "secondary_limit"
  /** The installation has used up its requests. */
  | "own_limit"
  /** GitHub fails. */
  | "failure"
  /** GitHub cannot do this now. */
  | "transient"
  /** GitHub refuses the key. An operator can replace it. */
  | "credential"
  | "not_found"
  /** GitHub would refuse the same request again. */
  | "permanent"
  /** No row matches: a few retries show whether it passes. */
  | "unknown";

interface Row {
  name: string;
  kind: RefusalKind;
  fits(refusal: GitHubRefusal): boolean;
}

const refused =
  (...statuses: number[]) =>
  (refusal: GitHubRefusal) =>
    statuses.includes(refusal.status);
const limiting = refused(403, 429);
const asksToWait = ({ headers }: GitHubRefusal) => headers["retry-after"] !== undefined;
const usedUp = ({ headers }: GitHubRefusal) => headers["x-ratelimit-remaining"] === "0";

const secondaryLimit =
  /secondary rate|abuse detection|temporarily blocked|wait a few minutes before you try again|retry your request again later/i;
const secondaryLimitPage = /#(?:abuse|about-secondary|secondary)-rate-limits|abuse-rate-limits$/;
const tooQuickly = /submitted too quickly/i;
const passing = /temporarily unavailable|heavy server load/i;
const forbidden =
  /not accessible by integration|must have \w+ (?:access|rights)|suspended|archived|issue is locked|blocked|IP allow list|SAML enforcement|permissions requested are not granted/i;
const notInstalled = /at least one repository that does not exist or is not accessible/i;
const invalidCodes = [
  "missing",
  "missing_field",
  "invalid",
  "already_exists",
  "unprocessable",
  "custom",
  "too_large",
];
const invalidRequest = /^(?:Invalid request|Problems parsing JSON|No commit found|Body is too long)/i;

/**
 * GitHub's refusals and their meaning. The first matching row counts.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 * https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api
 */
export const refusalRows: readonly Row[] = [
  { name: "limit with retry-after", kind: "secondary_limit", fits: (it) => limiting(it) && asksToWait(it) },
  {
    name: "secondary limit in words",
    kind: "secondary_limit",
    fits: (it) => limiting(it) && secondaryLimit.test(it.message),
  },
  {
    name: "secondary limit by its page",
    kind: "secondary_limit",
    fits: (it) => limiting(it) && secondaryLimitPage.test(it.documentation_url),
  },
  {
    name: "too many comments",
    kind: "secondary_limit",
    fits: (it) => refused(403, 422)(it) && [it.message, ...it.codes].some((text) => tooQuickly.test(text)),
  },
  { name: "no requests left", kind: "own_limit", fits: (it) => limiting(it) && usedUp(it) },
  {
    name: "API rate limit exceeded",
    kind: "own_limit",
    fits: (it) => limiting(it) && /^API rate limit exceeded/i.test(it.message),
  },
  {
    name: "any other limit",
    kind: "secondary_limit",
    fits: (it) =>
      it.status === 429 ||
      (it.status === 403 && (/rate limit/i.test(it.message) || /rate-limit/.test(it.documentation_url))),
  },
  {
    name: "failure with retry-after",
    kind: "secondary_limit",
    fits: (it) => it.status >= 500 && asksToWait(it),
  },
  { name: "failure", kind: "failure", fits: (it) => it.status >= 500 },
  { name: "bad credentials", kind: "credential", fits: refused(401) },
  { name: "not found", kind: "not_found", fits: refused(404, 410) },
  {
    name: "not available yet",
    kind: "transient",
    fits: (it) => it.codes.includes("not_available") || passing.test(it.message),
  },
  { name: "request timeout", kind: "transient", fits: refused(408) },
  {
    name: "not installed there",
    kind: "not_found",
    fits: (it) => it.status === 422 && notInstalled.test(it.message),
  },
  {
    name: "forbidden",
    kind: "permanent",
    fits: (it) => refused(403, 422)(it) && forbidden.test(it.message),
  },
  {
    name: "invalid",
    kind: "permanent",
    fits: (it) =>
      it.status === 422 &&
      (invalidRequest.test(it.message) || it.codes.some((code) => invalidCodes.includes(code))),
  },
  { name: "unknown", kind: "unknown", fits: refused(403, 409, 422) },
  { name: "any other refusal", kind: "permanent", fits: () => true },
];

export function kindOfRefusal(refusal: GitHubRefusal): RefusalKind {
  return refusalRows.find(({ fits }) => fits(refusal))?.kind ?? "unknown";
}

/** Reads Octokit's error. Returns null if GitHub did not respond or the error does not come from a request. */
export function readRefusal(error: unknown): GitHubRefusal | null {
  if (!(error instanceof Error) || !("status" in error) || !("response" in error)) return null;
  const { status } = error;
  if (!error.response || typeof status !== "number") return null;
  const { headers, data } = asRecord(error.response);
  const { message, documentation_url, errors } = asRecord(data);
  return {
    status,
    headers: asRecord(headers),
    // A proxy in front of GitHub responds with a page.
    message: String(message ?? (typeof data === "string" ? data : "")),
    documentation_url: String(documentation_url ?? ""),
    codes: Array.isArray(errors) ? errors.flatMap(codesOf) : [],
  };
}

/** Returns whether GitHub denies access or existence: a wrong installation can cause both. */
export function isRefusalOfAccess(error: unknown): boolean {
  const refusal = readRefusal(error);
  if (refusal === null) return false;
  const kind = kindOfRefusal(refusal);
  if (kind === "not_found") return true;
  return refused(401, 403)(refusal) && ["credential", "permanent", "unknown"].includes(kind);
}

const notGranted = /permissions requested are not granted/i;

/** Returns whether GitHub refuses a permission: the token for it, or a request with such a token. */
export function isMissingPermission(error: unknown): boolean {
  const refusal = readRefusal(error);
  if (refusal === null) return false;
  if (refusal.status === 422) return notGranted.test(refusal.message);
  return refusal.status === 403 && ["permanent", "unknown"].includes(kindOfRefusal(refusal));
}

function codesOf(error: unknown): string[] {
  if (typeof error === "string") return [error];
  const { code, message } = asRecord(error);
  return [code, message].filter((text) => typeof text === "string");
}
