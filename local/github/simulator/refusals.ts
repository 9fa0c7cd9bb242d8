/** A refusal as GitHub sends it. */
export interface RefusalAnswer {
  status: number;
  headers?: Record<string, string>;
  body: unknown;
}

const rest = "https://docs.github.com/rest";
const limitsPage = `${rest}/using-the-rest-api/rate-limits-for-the-rest-api`;
const invalid = (errors: unknown[], message = "Validation Failed") => ({
  message,
  errors,
  documentation_url: rest,
});

/** GitHub's refusals in its own words, by kind. */
export const refusals = {
  retryAfter: {
    status: 403,
    headers: { "retry-after": "120" },
    body: {
      message: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
      documentation_url: `${limitsPage}#about-secondary-rate-limits`,
    },
  },
  secondaryLimit: {
    status: 403,
    headers: { "x-ratelimit-remaining": "4986" },
    body: {
      message:
        "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID.",
      documentation_url: `${limitsPage}#about-secondary-rate-limits`,
    },
  },
  abuseDetection: {
    status: 403,
    body: {
      message:
        "You have triggered an abuse detection mechanism. Please wait a few minutes before you try again.",
      documentation_url: "https://developer.github.com/v3/#abuse-rate-limits",
    },
  },
  abuseDetectionPage: {
    status: 403,
    body: {
      message: "Please slow down.",
      documentation_url: `${rest}/overview/resources-in-the-rest-api#abuse-rate-limits`,
    },
  },
  contentCreation: {
    status: 403,
    body: {
      message:
        "You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later.",
      documentation_url: `${rest}/overview/resources-in-the-rest-api#secondary-rate-limits`,
    },
  },
  submittedTooQuickly: {
    status: 422,
    body: invalid([
      {
        resource: "IssueComment",
        code: "unprocessable",
        field: "data",
        message: "was submitted too quickly",
      },
    ]),
  },
  usedUp: {
    status: 403,
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1795426200" },
    body: { message: "API rate limit exceeded for installation ID 5.", documentation_url: limitsPage },
  },
  usedUpWithoutHeaders: {
    status: 403,
    headers: { "x-ratelimit-remaining": "1" },
    body: {
      message: "API rate limit exceeded for installation ID 5.",
      documentation_url: `${rest}/overview/resources-in-the-rest-api#rate-limiting`,
    },
  },
  tooManyRequests: { status: 429, body: { message: "Too many requests" } },
  limitByItsPage: { status: 403, body: { message: "Slow down.", documentation_url: limitsPage } },
  maintenance: { status: 503, headers: { "retry-after": "90" }, body: "<html>Unicorn!</html>" },
  serverError: { status: 502, body: { message: "Server Error" } },
  badCredentials: { status: 401, body: { message: "Bad credentials", documentation_url: rest } },
  notFound: { status: 404, body: { message: "Not Found", documentation_url: rest } },
  gone: { status: 410, body: { message: "This issue was deleted", documentation_url: rest } },
  diffNotAvailable: {
    status: 422,
    body: invalid(
      [{ resource: "PullRequest", field: "diff", code: "not_available" }],
      "Server Error: Sorry, this diff is temporarily unavailable due to heavy server load.",
    ),
  },
  requestTimeout: { status: 408, body: { message: "Request timed out" } },
  notOfThisInstallation: {
    status: 422,
    body: {
      message:
        "There is at least one repository that does not exist or is not accessible to the parent installation.",
      documentation_url: `${rest}/apps/apps#create-an-installation-access-token-for-an-app`,
    },
  },
  notAccessible: {
    status: 403,
    body: { message: "Resource not accessible by integration", documentation_url: rest },
  },
  archived: {
    status: 403,
    body: { message: "Repository was archived so is read-only.", documentation_url: rest },
  },
  locked: {
    status: 403,
    body: { message: "Unable to create comment because issue is locked.", documentation_url: rest },
  },
  suspended: {
    status: 403,
    body: { message: "This installation has been suspended", documentation_url: rest },
  },
  missingPermission: {
    status: 422,
    body: {
      message: "The permissions requested are not granted to this installation.",
      documentation_url: rest,
    },
  },
  bodyTooLong: {
    status: 422,
    body: invalid([
      {
        ...{ resource: "IssueComment", code: "unprocessable", field: "data" },
        message: "Body is too long (maximum is 65536 characters)",
      },
    ]),
  },
  invalidRequest: {
    status: 422,
    body: { message: 'Invalid request.\n\n"body" wasn\'t supplied.', documentation_url: rest },
  },
  diffTooLarge: {
    status: 406,
    body: invalid(
      [{ resource: "PullRequest", field: "diff", code: "too_large" }],
      "Sorry, the diff exceeded the maximum number of lines (20000)",
    ),
  },
  unavailableForLegalReasons: {
    status: 451,
    body: { message: "Repository unavailable due to DMCA takedown.", documentation_url: rest },
  },
  unknown403: { status: 403, body: { message: "Forbidden" } },
  unknownPage403: { status: 403, body: "<html>Access denied by a proxy</html>" },
  unknown409: { status: 409, body: { message: "Conflict", documentation_url: rest } },
  unknown422: { status: 422, body: invalid([{ resource: "PullRequest", field: "head", code: "busy" }]) },
} as const satisfies Record<string, RefusalAnswer>;

export type RefusalName = keyof typeof refusals;
