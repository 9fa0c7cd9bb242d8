export interface Price {
  /** The item's name in the tables. */
  what: string;
  /** US dollars. */
  usd: number;
  /** The number of units that cost this much. */
  per: number;
}

const million = 1_000_000;

/**
 * List prices of us-east-1, November 2026, without free tiers and discounts, in the order of the tables. Check them at
 * https://calculator.aws before you plan a budget with them.
 */
export const prices = {
  // Per month.
  webAcl: { what: "web ACL", usd: 5, per: 1 },
  webAclRule: { what: "web ACL rules", usd: 1, per: 1 },
  encryptionKey: { what: "KMS key; $1 more after each of its first two yearly rotations", usd: 1, per: 1 },
  secret: { what: "secrets", usd: 0.4, per: 1 },
  dashboard: { what: "dashboards", usd: 3, per: 1 },
  alarmMetric: { what: "alarms, per metric", usd: 0.1, per: 1 },
  compositeAlarm: { what: "composite alarms", usd: 0.5, per: 1 },
  customMetric: { what: "custom metrics, for the hours in which they are written", usd: 0.3, per: 1 },
  warmGbSecond: { what: "GB-seconds of warm instances", usd: 0.000_003_333_4, per: 1 },

  // Requests.
  edgeRequest: { what: "CloudFront, HTTPS requests", usd: 0.01, per: 10_000 },
  webAclRequest: { what: "web ACL, inspected requests", usd: 0.6, per: million },
  apiRequest: { what: "HTTP API, requests", usd: 1, per: million },
  functionRequest: { what: "Lambda, requests", usd: 0.2, per: million },
  functionGbSecond: { what: "Lambda (arm64), GB-seconds", usd: 0.000_013_333_4, per: 1 },
  queueRequest: { what: "SQS, requests", usd: 0.4, per: million },
  fairQueueRequest: { what: "SQS, surcharge for requests of fair queues", usd: 0.1, per: million },
  transition: { what: "Step Functions, state transitions", usd: 0.025, per: 1000 },
  schedule: { what: "EventBridge Scheduler, calls", usd: 1, per: million },

  // Storage.
  tableWrite: { what: "DynamoDB, write units", usd: 0.625, per: million },
  tableRead: { what: "DynamoDB, read units", usd: 0.125, per: million },
  tableGbMonth: { what: "DynamoDB, GB-months, with point-in-time recovery", usd: 0.45, per: 1 },
  objectWrite: { what: "S3, objects written", usd: 0.005, per: 1000 },
  objectRead: { what: "S3, objects read", usd: 0.000_4, per: 1000 },
  objectGbMonth: { what: "S3, GB-months", usd: 0.023, per: 1 },
  secretRead: { what: "Secrets Manager, reads", usd: 0.05, per: 10_000 },
  keyUse: { what: "KMS, requests", usd: 0.03, per: 10_000 },

  // Observability.
  logGb: { what: "CloudWatch Logs, GB ingested", usd: 0.5, per: 1 },
  logGbMonth: { what: "CloudWatch Logs, GB-months", usd: 0.03, per: 1 },
  trace: { what: "X-Ray, traces", usd: 5, per: million },
  streamGb: { what: "Firehose, GB, each record rounded up to 5 KB", usd: 0.029, per: 1 },
  dataEvent: { what: "CloudTrail, data events", usd: 0.1, per: 100_000 },
} satisfies Record<string, Price>;

export type PriceName = keyof typeof prices;

export const priceNames = Object.keys(prices) as PriceName[];
