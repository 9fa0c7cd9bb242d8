import { describe, expect, test } from "@jest/globals";
import { classifyGitHubError, githubError } from "../../../../adapters/github/errors.ts";
import { kindOfRefusal, readRefusal, refusalRows } from "../../../../adapters/github/refusals.ts";
import { type RefusalName, refusals } from "../../../../local/github/simulator/refusals.ts";

/** Octokit's error for such a response. */
function errorOf(name: RefusalName): Error {
  const { status, body: data, ...more } = refusals[name];
  const headers = "headers" in more ? more.headers : {};
  return Object.assign(new Error("quoting a comment"), { status, response: { status, headers, data } });
}

const now = Date.parse("2026-11-23T09:00:00.000Z");
const limited = ["RetryableError", "github_rate_limited"];
const allCallers = (waitMs: number | null) => ({
  ...{ kind: "limit", reason: "github_rate_limited" },
  ...{ waitMs, allCallers: true },
});
const own = (waitMs: number | null) => ({ ...allCallers(waitMs), allCallers: false });
const answer = { kind: "answer" };

const meanings: [RefusalName, string, readonly (string | undefined)[], object][] = [
  ["retryAfter", "limit with retry-after", limited, allCallers(120_000)],
  ["secondaryLimit", "secondary limit in words", limited, allCallers(null)],
  ["abuseDetection", "secondary limit in words", limited, allCallers(null)],
  ["contentCreation", "secondary limit in words", limited, allCallers(null)],
  ["abuseDetectionPage", "secondary limit by its page", limited, allCallers(null)],
  ["submittedTooQuickly", "too many comments", limited, allCallers(null)],
  ["usedUp", "no requests left", limited, own(1_795_426_200_000 - now)],
  ["usedUpWithoutHeaders", "API rate limit exceeded", limited, own(null)],
  ["tooManyRequests", "any other limit", limited, allCallers(null)],
  ["limitByItsPage", "any other limit", limited, allCallers(null)],
  [
    ...(["maintenance", "failure with retry-after", limited] as const),
    { ...allCallers(90_000), reason: "github_failed" },
  ],
  [
    ...(["serverError", "failure", ["RetryableError", "github_failed"]] as const),
    { kind: "failure", reason: "github_failed" },
  ],
  ["badCredentials", "bad credentials", ["RetryableError", "github_refused_key"], answer],
  ["notFound", "not found", ["PermanentError", "github_not_found"], answer],
  ["gone", "not found", ["PermanentError", "github_not_found"], answer],
  ["diffNotAvailable", "not available yet", ["RetryableError", "github_not_ready"], answer],
  ["requestTimeout", "request timeout", ["RetryableError", "github_not_ready"], answer],
  ["notOfThisInstallation", "not installed there", ["PermanentError", "github_not_found"], answer],
  ["notAccessible", "forbidden", ["PermanentError", "github_refused"], answer],
  ["archived", "forbidden", ["PermanentError", "github_refused"], answer],
  ["locked", "forbidden", ["PermanentError", "github_refused"], answer],
  ["suspended", "forbidden", ["PermanentError", "github_refused"], answer],
  ["missingPermission", "forbidden", ["PermanentError", "github_rejected"], answer],
  ["bodyTooLong", "invalid", ["PermanentError", "github_rejected"], answer],
  ["invalidRequest", "invalid", ["PermanentError", "github_rejected"], answer],
  ["diffTooLarge", "any other refusal", ["PermanentError", "github_rejected"], answer],
  ["unavailableForLegalReasons", "any other refusal", ["PermanentError", "github_rejected"], answer],
  ["unknown403", "unknown", ["UnclearError", "github_refused"], answer],
  ["unknownPage403", "unknown", ["UnclearError", "github_refused"], answer],
  ["unknown409", "unknown", ["UnclearError", "github_rejected"], answer],
  ["unknown422", "unknown", ["UnclearError", "github_rejected"], answer],
];

describe("a refusal by GitHub", () => {
  test.each(meanings)("%s matches the row %s, as %j", (name, row, [errorName, code], verdict) => {
    const error = errorOf(name);
    const refusal = readRefusal(error);
    const found = refusal && refusalRows.find(({ fits }) => fits(refusal));
    expect(found?.name).toBe(row);
    expect(githubError(error)).toMatchObject({ name: errorName, code });
    expect(String(githubError(error))).not.toContain("a comment");
    expect(classifyGitHubError(error, now)).toEqual(verdict);
  });

  test("every refusal is tested, and every row is needed", () => {
    expect(meanings.map(([name]) => name).toSorted()).toEqual(Object.keys(refusals).toSorted());
    expect(new Set(meanings.map(([, row]) => row))).toEqual(new Set(refusalRows.map(({ name }) => name)));
  });

  test("a limit that has ended by our clock lasts as long as one without an end", () => {
    expect(classifyGitHubError(errorOf("usedUp"), 1_795_426_200_001)).toEqual(own(null));
  });

  test("an error without a response has no meaning", () => {
    const error = Object.assign(new Error("fetch failed"), { status: 500 });
    expect(readRefusal(error)).toBeNull();
    expect(githubError(error)).toMatchObject({ name: "RetryableError", code: "github_unreachable" });
  });

  test("a refusal without a readable body is unknown", () => {
    const bare = { status: 403, headers: {}, message: "", documentation_url: "", codes: [] };
    expect(kindOfRefusal(bare)).toBe("unknown");
  });
});
