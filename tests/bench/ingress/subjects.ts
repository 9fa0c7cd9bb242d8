/** A way to receive a webhook. */
export interface Subject {
  name: string;
  /** A file in `subjects/`, or the entry of a function. */
  entry: string;
  /** Calls to AWS for a new delivery: the comparison says who does the same work. */
  calls: string[];
}

const recordAndSend = ["PutItem", "SendMessage", "UpdateItem"];

export const ours: Subject = {
  name: "ours, as packaged",
  entry: "functions/receive-webhook/main.ts",
  calls: recordAndSend,
};

/** The subject that ratios refer to. */
export const minimal: Subject = {
  name: "minimal AWS SDK handler",
  entry: "minimal-sdk.mjs",
  calls: recordAndSend,
};

export const powertools: Subject = {
  name: "Middy, Powertools idempotency, SQS",
  entry: "middy-powertools.mjs",
  calls: recordAndSend,
};

export const subjects: Subject[] = [
  { name: "limit: HMAC, compare, JSON.parse", entry: "limit.mjs", calls: [] },
  { name: "@octokit/webhooks", entry: "octokit-webhooks.mjs", calls: [] },
  { name: "Probot 14 with its Lambda adapter", entry: "probot.mjs", calls: [] },
  { name: "the limit, and plain HTTP with our bodies", entry: "limit-with-calls.mjs", calls: recordAndSend },
  minimal,
  // The same again: the difference is the noise of the run.
  { ...minimal, name: "the same again (A/A)" },
  powertools,
  ours,
];
