import { expect, test } from "@jest/globals";
import { maxReceives } from "../../../core/deliveries/delivery-limits.ts";
import { retentionDays } from "../../../core/retention.ts";
import { sourceResources } from "./source-resources.ts";

interface Bucket {
  Properties: { LifecycleConfiguration: { Rules: { Id: string; ExpirationInDays?: number }[] } };
}

const { PayloadBucket, JobHistoryBucket } = sourceResources<{
  PayloadBucket: Bucket;
  JobHistoryBucket: Bucket;
}>("storage.yml", "analytics.yml");

const daysOf = ({ Properties }: Bucket, rule: string) =>
  Properties.LifecycleConfiguration.Rules.find(({ Id }) => Id === rule)?.ExpirationInDays;

test("the buckets keep their objects as long as the code says", () => {
  expect(daysOf(PayloadBucket, "expire")).toBe(retentionDays.payloads);
  expect(daysOf(JobHistoryBucket, "history")).toBe(retentionDays.history);
});

test("the history of jobs is kept as long as the jobs", () => {
  expect(retentionDays.history).toBe(retentionDays.jobs);
});

test("the queue delivers a message as often as the code says", () => {
  const { EventQueue } = sourceResources<{
    EventQueue: { Properties: { RedrivePolicy: { maxReceiveCount: number } } };
  }>("queues.yml");

  expect(EventQueue.Properties.RedrivePolicy.maxReceiveCount).toBe(maxReceives);
});
