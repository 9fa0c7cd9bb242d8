/** Public quotas that a burst meets. Ask AWS for more, or check yours, in Service Quotas; GitHub's grow with its plan. */
export const quotas = {
  /** Concurrent executions of all functions of an account and region. New accounts begin with 10. */
  lambdaConcurrency: { value: 1_000, source: "docs.aws.amazon.com/lambda, Lambda quotas" },
  /** Batches that Lambda begins with, and those that it adds, until the option `dispatchConcurrency`. */
  firstBatches: { value: 5, source: "docs.aws.amazon.com/lambda, Scaling of SQS event source mappings" },
  moreBatchesPerMinute: { value: 300, source: "the same page" },
  /** StartExecution in us-east-1, us-west-2 and eu-west-1; 800 and 150 elsewhere. */
  starts: { value: 1_300, perSecond: 300, source: "docs.aws.amazon.com/step-functions, Service quotas" },
  /** State transitions there; 800 and 500 elsewhere. New accounts have less. */
  transitions: { value: 5_000, perSecond: 1_500, source: "the same page" },
  /** Requests to the REST API an hour, for an installation without more than 20 repositories or users. */
  githubRequestsPerHour: { value: 5_000, source: "docs.github.com/rest, Rate limits for the REST API" },
  /** Points of the GraphQL API an hour: one a query. */
  githubPointsPerHour: { value: 5_000, source: "docs.github.com/graphql, Rate limits" },
} as const;
