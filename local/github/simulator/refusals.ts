/** A refusal as GitHub sends it. */
export interface RefusalResponse {
  status: number;
  headers?: Record<string, string>;
  body: unknown;
}

interface Details {
  /** The body's `documentation_url`; null leaves it out. */
  page?: string | null;
  headers?: Record<string, string>;
  errors?: unknown[];
}

const rest = "https://docs.github.com/rest";
const limitsPage = `${rest}/using-the-rest-api/rate-limits-for-the-rest-api`;
const secondaryLimitPage = `${limitsPage}#about-secondary-rate-limits`;
const olderPage = `${rest}/overview/resources-in-the-rest-api`;
const secondaryLimit =
  "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";

/** GitHub's refusals word by word, by name. */
export const refusals = {
  retryAfter: refusal(403, secondaryLimit, { page: secondaryLimitPage, headers: { "retry-after": "120" } }),
  secondaryLimit: refusal(
    403,
    `${secondaryLimit} If you reach out to GitHub Support for help, please include the request ID.`,
    { page: secondaryLimitPage, headers: { "x-ratelimit-remaining": "4986" } },
  ),
  abuseDetection: refusal(
    403,
    "You have triggered an abuse detection mechanism. Please wait a few minutes before you try again.",
    { page: "https://developer.github.com/v3/#abuse-rate-limits" },
  ),
  abuseDetectionPage: refusal(403, "Please slow down.", { page: `${olderPage}#abuse-rate-limits` }),
  contentCreation: refusal(
    403,
    "You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later.",
    { page: `${olderPage}#secondary-rate-limits` },
  ),
  submittedTooQuickly: invalid([
    { resource: "IssueComment", code: "unprocessable", field: "data", message: "was submitted too quickly" },
  ]),
  usedUp: refusal(403, "API rate limit exceeded for installation ID 5.", {
    page: limitsPage,
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1795426200" },
  }),
  usedUpWithoutHeaders: refusal(403, "API rate limit exceeded for installation ID 5.", {
    page: `${olderPage}#rate-limiting`,
    headers: { "x-ratelimit-remaining": "1" },
  }),
  tooManyRequests: refusal(429, "Too many requests", { page: null }),
  limitByItsPage: refusal(403, "Slow down.", { page: limitsPage }),
  maintenance: { status: 503, headers: { "retry-after": "90" }, body: "<html>Unicorn!</html>" },
  serverError: refusal(502, "Server Error", { page: null }),
  badCredentials: refusal(401, "Bad credentials"),
  notFound: refusal(404, "Not Found"),
  gone: refusal(410, "This issue was deleted"),
  diffNotAvailable: invalid(
    [{ resource: "PullRequest", field: "diff", code: "not_available" }],
    "Server Error: Sorry, this diff is temporarily unavailable due to heavy server load.",
  ),
  requestTimeout: refusal(408, "Request timed out", { page: null }),
  notOfThisInstallation: refusal(
    422,
    "There is at least one repository that does not exist or is not accessible to the parent installation.",
    { page: `${rest}/apps/apps#create-an-installation-access-token-for-an-app` },
  ),
  notAccessible: refusal(403, "Resource not accessible by integration"),
  archived: refusal(403, "Repository was archived so is read-only."),
  locked: refusal(403, "Unable to create comment because issue is locked."),
  suspended: refusal(403, "This installation has been suspended"),
  missingPermission: refusal(422, "The permissions requested are not granted to this installation."),
  bodyTooLong: invalid([
    {
      ...{ resource: "IssueComment", code: "unprocessable", field: "data" },
      message: "Body is too long (maximum is 65536 characters)",
    },
  ]),
  invalidRequest: refusal(422, 'Invalid request.\n\n"body" wasn\'t supplied.'),
  diffTooLarge: refusal(406, "Sorry, the diff exceeded the maximum number of lines (20000)", {
    errors: [{ resource: "PullRequest", field: "diff", code: "too_large" }],
  }),
  unavailableForLegalReasons: refusal(451, "Repository unavailable due to DMCA takedown."),
  unknown403: refusal(403, "Forbidden", { page: null }),
  unknownPage403: { status: 403, body: "<html>Access denied by a proxy</html>" },
  unknown409: refusal(409, "Conflict"),
  unknown422: invalid([{ resource: "PullRequest", field: "head", code: "busy" }]),
} satisfies Record<string, RefusalResponse>;

export type RefusalName = keyof typeof refusals;

function refusal(status: number, message: string, details: Details = {}): RefusalResponse {
  const { page = rest, headers, errors } = details;
  const body = { message, ...(errors && { errors }), ...(page && { documentation_url: page }) };
  return { status, ...(headers && { headers }), body };
}

function invalid(errors: unknown[], message = "Validation Failed"): RefusalResponse {
  return refusal(422, message, { errors });
}
