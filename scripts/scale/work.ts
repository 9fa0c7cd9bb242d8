/** What a burst does. */
export interface Burst {
  /** Comments with a command. */
  perSecond: number;
  /** Its length. */
  seconds: number;
  /** Installations that the comments are spread over. */
  installations: number;
  /** How long an employee works. */
  employeeSeconds: number;
}

/** Options of a stage, and the account's quota of concurrent functions. */
export interface Settings {
  throttlingRate: number;
  throttlingBurst: number;
  dispatchConcurrency: number;
  lambdaConcurrency: number;
  githubWritesPerMinute: number;
  githubWritesPerHour: number;
}

/** A step of the workflow, by its key in serverless.yml, and what it takes. */
export interface Step {
  name: "acknowledgeJob" | "freezeContext" | "runEmployee" | "publishResult";
  /** Requests of the REST API, and queries of the GraphQL API. */
  rest: number;
  graphql: number;
  /** State transitions: the start of the execution counts with the first step. */
  transitions: number;
}

/** The happy path. tests/faults/github-calls.test.ts counts the calls, tests/unit/scripts/cost the transitions. */
export const steps: readonly Step[] = [
  { name: "acknowledgeJob", rest: 3, graphql: 0, transitions: 3 },
  { name: "freezeContext", rest: 1, graphql: 1, transitions: 2 },
  { name: "runEmployee", rest: 0, graphql: 0, transitions: 1 },
  { name: "publishResult", rest: 2, graphql: 2, transitions: 2 },
];

/**
 * Content writes: an acknowledgement has a reaction, a comment and a check run, and is left out while tokens are scarce. Its
 * answer changes the comment, replaces the reaction and completes the check run. An answer alone is a comment.
 */
export const writes = { sign: 3, shownAnswer: 4, answerAlone: 1 };

/** The share of the content limits that answers use: docs/pacing.md. */
export const answerShare = 19 / 20;

/** Messages that one invocation of the dispatcher takes. */
export const messagesInBatch = 10;

/** The sweeper lists refused deliveries and asks for some of them again. */
export const redelivery = { everySeconds: 300, each: 100 };
