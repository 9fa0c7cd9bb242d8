/**
 * What a stage does in a month without traffic, and for a comment. What says "counted" is held by
 * tests/unit/scripts/cost/usage.test.ts; the rest are estimates, to be corrected by what your own bill says.
 */
export const hoursPerMonth = 730;

/** Hours of a month in which a thousand comments are written: eight on each of 22 days. */
export const busyHours = 176;

/** Seconds that an invocation takes, a share of cold starts included. Most of it is waiting for GitHub. */
export const seconds: Record<string, number> = {
  receiveWebhook: 0.1,
  dispatchEvent: 0.8,
  acknowledgeJob: 1.5,
  freezeContext: 0.8,
  // Waiting for a model. Built-in employees are done in a tenth of a second.
  runEmployee: 60,
  publishResult: 1.6,
  exportJobHistory: 0.1,
  sweepDeliveries: 0.4,
  pingWebhook: 0.4,
  refreshAddresses: 2,
};

/** What an invocation writes: Lambda's own lines, ours, and metrics. */
export const logBytesPerInvocation = 2_000;
export const accessLogBytes = 450;

/** A delivery of GitHub, from the webhook to the dispatcher that finds nothing in it to do. */
export const delivery = {
  /** Send, receive, delete: messages seldom come in batches. */
  queueRequests: 3,
  /** Counted: commands sent to DynamoDB, and their units with the indexes' writes. */
  tableCalls: 3,
  tableWrites: 7,
  tableReads: 0,
  tableBytes: 1_500,
  tableDays: 30,
  /** The three versions of the webhook secret, which are cached for two minutes. */
  secretReads: 3,
  dispatchSeconds: 0.05,
};

/** A sweep that finds nothing to do. */
export const sweep = {
  /** 13 queries of an index, how far the last one came with answers, doubtful ones and cancellations, and a circuit. */
  tableReads: 10.5,
  /** How far this one came, twice, and whether it is time for GitHub's list. */
  tableWrites: 3,
  tableCalls: 20,
  tableBytes: 0,
  tableDays: 0,
  /** The App's key, for that list: three versions every five minutes. */
  secretReads: 3 / 5,
};

/** The job of a command, on top of its delivery. */
export const job = {
  tableCalls: 26,
  tableWrites: 78,
  tableReads: 0,
  /** The job and its events; the indexes hold keys alone. */
  tableBytes: 6_000,
  tableDays: 400,
  /** By each function that reads one: three versions, read anew when two minutes have passed. */
  secretReads: 15,
  /** Context and result; before the work the employee looks whether its result is there. */
  objectWrites: 2,
  objectReads: 3,
  objectBytes: 100_000,
  objectDays: 90,
  /** Transitions, each a record of the history. */
  historyRecords: 7,
  /** Batches of the job table's stream, ten seconds each. */
  historyBatches: 4,
};

/**
 * Deliveries of a comment that is answered: the comment, and the App's own status comment, made and then changed, which
 * GitHub delivers as well.
 */
export const deliveriesPerCommand = 3;

/** Metrics that a month's commands write in the busy hours, a name and its dimensions each; the ping's come on top. */
export const metricsInUse = 25;

/** SyntheticPing by stage and by outcome, SyntheticPingTime, WebhookIgnored by stage and by reason. */
export const metricsOfPing = 5;

/** 4xx, 5xx, Count, DataProcessed, IntegrationLatency, Latency. */
export const metricsPerRoute = 6;

/** Lambda asks a queue with five connections, each for 20 seconds at a time. */
export const emptyReceivesPerHour = (5 * 3600) / 20;

/** Firehose counts at least this much for each record. */
export const smallestRecordBytes = 5_000;
