import { describe, expect, test } from "@jest/globals";
import { callersOf } from "./packaging/callers.ts";
import { packageService } from "./packaging/package-service.ts";
import { statementsOf } from "./packaging/statements.ts";
import { at, functionsOf, ofType } from "./packaging/template.ts";

const packages = await packageService();
const days = 86_400;
const anHour = { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 };
/** A function that runs every minute is repeated by its next run. */
const nextMinute = { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 };
/** Ends in the dead-letter queue, which pages. */
const kept = ["sweepDeliveries", "pingWebhook", "rotateWebhookSecret", "rotateOriginSecret"];
const failed = { "Fn::GetAtt": ["FailedInvocationQueue", "Arn"] };

describe.each(packages)("failures in $stage", ({ template }) => {
  const functions = functionsOf(template).map((one) => ({
    ...one,
    callers: callersOf(template, one.logicalId),
  }));
  const queues = ofType(template, "AWS::SQS::Queue");
  const schedules = ofType(template, "AWS::Scheduler::Schedule");
  const mappings = ofType(template, "AWS::Lambda::EventSourceMapping");
  /** Functions whose caller does not wait for a result. */
  const unattended = functions.filter(({ callers }) =>
    callers.some((one) => one === "schedule" || one === "secret"),
  );

  test("each function has one caller, so that one place can store its failures", () => {
    const callers = Object.fromEntries(functions.map((one) => [one.key, one.callers.join()]));

    expect(callers).toEqual({
      receiveWebhook: "api",
      receiveCallback: "api",
      checkHealth: "api",
      dispatchEvent: "queue",
      acknowledgeJob: "workflow",
      awaitTurn: "workflow",
      freezeContext: "workflow",
      runEmployee: "workflow",
      callEmployee: "workflow",
      startWorkflow: "workflow",
      publishResult: "workflow",
      compensateJob: "workflow",
      publishFailure: "workflow",
      sweepDeliveries: "schedule",
      pingWebhook: "schedule",
      refreshAddresses: "schedule",
      rotateWebhookSecret: "secret",
      rotateOriginSecret: "secret",
      exportJobHistory: "stream",
    });
  });

  test("messages of a queue go to a dead-letter queue, which keeps them as long as possible", () => {
    const last = queues.filter(([, { Properties }]) => Properties.RedrivePolicy === undefined);
    const targets = queues.map(([, { Properties }]) =>
      at(Properties.RedrivePolicy, "deadLetterTargetArn", "Fn::GetAtt", 0),
    );

    expect(targets.filter((id) => id !== undefined)).toEqual(["EventDeadLetterQueue"]);
    expect(last.map(([id]) => id)).toEqual(["EventDeadLetterQueue", "FailedInvocationQueue"]);
    for (const [, { Properties }] of last) expect(Properties.MessageRetentionPeriod).toBe(14 * days);
  });

  test.each(unattended)("calls of $key are retried, then stored with a page", ({ key, logicalId }) => {
    const configs = ofType(template, "AWS::Lambda::EventInvokeConfig").map(
      ([, { Properties }]) => Properties,
    );

    expect(configs.filter(({ FunctionName }) => at(FunctionName, "Ref") === logicalId)).toEqual([
      {
        FunctionName: { Ref: logicalId },
        Qualifier: "$LATEST",
        DestinationConfig: kept.includes(key) ? { OnFailure: { Destination: failed } } : {},
        ...(key === "sweepDeliveries" ? nextMinute : anHour),
      },
    ]);
  });

  test("refused refreshes never page", () => {
    expect(unattended.map(({ key }) => key).filter((key) => !kept.includes(key))).toEqual([
      "refreshAddresses",
    ]);
  });

  test.each(schedules)("calls from %s to its function are stored", (_id, { Properties }) => {
    const { DeadLetterConfig, RetryPolicy } = Properties.Target as Record<string, object>;

    expect(DeadLetterConfig).toEqual({ Arn: failed });
    expect(at(RetryPolicy, "MaximumRetryAttempts")).toBeLessThanOrEqual(5);
    expect(at(RetryPolicy, "MaximumEventAgeInSeconds")).toBeLessThanOrEqual(3600);
  });

  test.each(mappings)("%s reports which records of a batch failed", (_id, { Properties }) => {
    expect(Properties.FunctionResponseTypes).toEqual(["ReportBatchItemFailures"]);
  });

  test("stream records are retried alone, then stored with a page", () => {
    const streams = mappings.filter(
      ([, { Properties }]) => at(Properties.EventSourceArn, "Fn::GetAtt", 0) === "JobTable",
    );

    expect(streams).toHaveLength(mappings.length - 1);
    for (const [, { Properties }] of streams) {
      expect(Properties).toMatchObject({
        DestinationConfig: { OnFailure: { Destination: failed } },
        BisectBatchOnFunctionError: true,
      });
      expect(Properties.MaximumRetryAttempts).toBeLessThanOrEqual(10);
    }
  });

  test("only services that store failed calls may write to their queue", () => {
    const senders = statementsOf(template)
      .filter(
        ({ actions, resources }) =>
          actions.includes("sqs:SendMessage") && resources.includes("{FailedInvocationQueue}"),
      )
      .map(({ holder }) => holder);
    const sending = functions.filter(({ callers }) => callers.includes("stream"));

    expect(senders.toSorted()).toEqual(
      [
        ...[...unattended.filter(({ key }) => kept.includes(key)), ...sending].map(({ roleId }) => roleId),
        ...schedules.map(([, { Properties }]) => at(Properties.Target, "RoleArn", "Fn::GetAtt", 0)),
      ].toSorted(),
    );
  });

  test.each(schedules)("%s is switched on, so failures are visible", (_id, { Properties }) => {
    expect(Properties.State ?? "ENABLED").toBe("ENABLED");
    expect(Properties.ScheduleExpression).toMatch(/^rate\((?:1 minute|\d+ (?:minutes|hours))\)$/);
  });
});
