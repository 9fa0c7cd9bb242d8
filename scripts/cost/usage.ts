import type { Tokens } from "../../core/budgets/prices.ts";
import type { MetricName } from "../../core/metrics.ts";

/**
 * What a stage does in a month without traffic, and for a comment. tests/unit/scripts/cost/usage.test.ts checks the values
 * marked "counted"; the others are estimates that your own bill can correct.
 */
export const hoursPerMonth = 730;

/** Hours of a month in which 1,000 comments are written: eight on each of 22 days. */
export const busyHours = 176;

/** Seconds per invocation, including a share of cold starts. Functions mostly wait for GitHub. */
export const seconds: Record<string, number> = {
  receiveWebhook: 0.1,
  dispatchEvent: 0.8,
  acknowledgeJob: 1.5,
  freezeContext: 0.8,
  // The wait for a model. Built-in employees take a tenth of a second.
  runEmployee: 60,
  publishResult: 1.6,
  exportJobHistory: 0.1,
  sweepDeliveries: 0.4,
  pingWebhook: 0.4,
  refreshAddresses: 2,
};

/** Log bytes per invocation: Lambda's own lines, ours, and metrics. */
export const logBytesPerInvocation = 2_000;
export const accessLogBytes = 450;

/** A delivery without a command, from the webhook to the dispatcher. */
export const delivery = {
  /** Send, receive and delete, because messages rarely come in batches. */
  queueRequests: 3,
  /** Counted: calls to DynamoDB, and their units including the writes of the indexes. */
  tableCalls: 3,
  tableWrites: 7,
  tableReads: 0,
  tableItems: 1,
  tableBytes: 1_500,
  tableDays: 30,
  /** The current webhook secret, cached for two minutes. */
  secretReads: 1,
  dispatchSeconds: 0.05,
};

/** A sweep without work. */
export const sweep = {
  /** Counted: mostly queries of an index, one for each state of jobs that a part looks for, and the positions of the last sweep. */
  tableCalls: 38,
  tableReads: 19.5,
  /** The position of this sweep, twice, and the time of GitHub's next list. */
  tableWrites: 3,
  tableBytes: 0,
  tableDays: 0,
  /** The App's key for that list, every five minutes. */
  secretReads: 1 / 5,
};

/** The job of a command on a model with a price, in addition to its delivery. */
export const job = {
  /**
   * Among them are the reservation and the charge in the budgets of its person, its repository and the stage, and the tokens
   * for what it writes on GitHub.
   */
  tableCalls: 33,
  tableWrites: 71,
  tableReads: 4,
  tableItems: 7,
  /** The job and its events; the indexes hold only keys. */
  tableBytes: 6_000,
  tableDays: 400,
  /** One for each function that reads a secret, after its two-minute cache has expired: the dispatcher and four steps. */
  secretReads: 5,
  /** Context and result; before it starts, the employee checks whether the result exists. */
  objectWrites: 2,
  objectReads: 3,
  objectBytes: 100_000,
  objectDays: 90,
  /** State changes of the job, each one record of the history. */
  historyRecords: 7,
  /** Batches of the job table's stream, ten seconds each. */
  historyBatches: 4,
};

/** Deliveries of an answered comment: the comment itself, and the creation and the edit of the App's status comment. */
export const deliveriesPerCommand = 3;

/** Counted: the custom metrics that commands write in the busy hours. Others are written only when something is wrong. */
export const commandMetrics: MetricName[] = ["JobFailed", "ReceiptToAnswer", "ReceiptToDispatch"];

/** Counted: what the ping writes in every hour. */
export const pingMetrics: MetricName[] = ["PingAnswered"];

/** What the model gets and returns for an example command: a review of a change of about 1,500 lines. */
export const exampleTokens: Tokens = { input_tokens: 20_000, output_tokens: 900 };

/** 4xx, 5xx, Count, DataProcessed, IntegrationLatency, Latency. */
export const metricsPerRoute = 6;

/** Lambda polls a queue with five connections, each for 20 seconds at a time. */
export const emptyReceivesPerHour = (5 * 3600) / 20;

/** Firehose bills at least this much for each record. */
export const smallestRecordBytes = 5_000;
