import { describe, expect, test } from "@jest/globals";
import {
  concurrencyMistakes,
  concurrencyOf,
  neededQuota,
  quotaRequest,
} from "../../../../core/capacity/lambda-concurrency.ts";

const account = (limit: number, available = limit) => ({ limit, available });

describe("the concurrency of a stack", () => {
  test.each([
    ["prod in an account with AWS's default", account(1000), { allocated: 1, dispatched: 50 }],
    ["prod at its limit", account(101), { allocated: 1, dispatched: 50 }],
    ["a trial in a new account", account(10), { allocated: 0, dispatched: 5 }],
  ])("fits: %s", (_what, quota, needs) => {
    expect(concurrencyMistakes(quota, needs)).toEqual([]);
  });

  test.each([
    [
      "one warm instance in a new account",
      account(10),
      { allocated: 1, dispatched: 2 },
      /keeps 10 unreserved/,
    ],
    ["one warm instance too many", account(100), { allocated: 1, dispatched: 2 }, /keeps 100 unreserved/],
    ["others reserve nearly all", account(1000, 100), { allocated: 1, dispatched: 2 }, /keeps 100/],
    [
      "the dispatcher takes it all",
      account(10),
      { allocated: 0, dispatched: 10 },
      /no capacity would be left for the webhook/,
    ],
    [
      "the dispatcher takes more than half",
      account(10),
      { allocated: 0, dispatched: 6 },
      /more than half of the 10/,
    ],
  ])("does not fit: %s", (_what, quota, needs, said) => {
    expect(concurrencyMistakes(quota, needs)).toEqual([expect.stringMatching(said)]);
  });

  test.each([
    [account(10), { allocated: 1, dispatched: 50 }],
    [account(10), { allocated: 0, dispatched: 10 }],
    [account(1000, 50), { allocated: 5, dispatched: 50 }],
  ])("fits exactly with the required quota: %j, %j", (quota, needs) => {
    const needed = neededQuota(quota, needs);
    const taken = quota.limit - quota.available;

    expect(concurrencyMistakes(account(needed, needed - taken), needs)).toEqual([]);
    expect(concurrencyMistakes(account(needed - 1, needed - 1 - taken), needs)).not.toEqual([]);
  });

  test("is requested with the quota's name, code and command", () => {
    expect(quotaRequest(101, "eu-west-1")).toBe(
      'Request at least 101 of "Concurrent executions" (L-B99A9384) in Service Quotas: aws service-quotas ' +
        "request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000 --region eu-west-1",
    );
  });

  test("is read from the template: reserved, provisioned and maximum concurrency", () => {
    const Resources = {
      One: { Type: "AWS::Lambda::Function", Properties: { ReservedConcurrentExecutions: 20 } },
      Two: { Type: "AWS::Lambda::Function", Properties: {} },
      Warm: {
        Type: "AWS::Lambda::Alias",
        Properties: { ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 } },
      },
      Queue: {
        Type: "AWS::Lambda::EventSourceMapping",
        Properties: { ScalingConfig: { MaximumConcurrency: 50 } },
      },
      Stream: { Type: "AWS::Lambda::EventSourceMapping" },
    };

    expect(concurrencyOf({ Resources })).toEqual({ reserved: 20, allocated: 22, dispatched: 50 });
    expect(concurrencyOf({})).toEqual({ reserved: 0, allocated: 0, dispatched: 0 });
  });
});
