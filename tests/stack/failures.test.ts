import { describe, expect, test } from "@jest/globals";
import { callersOf } from "./packaging/callers.ts";
import { packageService } from "./packaging/package-service.ts";
import { statementsOf } from "./packaging/statements.ts";
import { at, functionsOf, ofType, resource } from "./packaging/template.ts";

const packages = await packageService();
const days = 86_400;
const anHour = { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 };
/** What runs every minute is tried again by its next run. */
const nextMinute = { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 };
/** What ends in the queue that pages. */
const kept = ["sweepDeliveries", "pingWebhook", "rotateWebhookSecret", "rotateOriginSecret"];
const failed = { "Fn::GetAtt": ["FailedInvocationQueue", "Arn"] };

describe.each(packages)("what fails in $stage", ({ template }) => {
  const functions = functionsOf(template).map((one) => ({
    ...one,
    callers: callersOf(template, one.logicalId),
  }));
  const queues = ofType(template, "AWS::SQS::Queue");
  const schedules = ofType(template, "AWS::Scheduler::Schedule");
  const mappings = ofType(template, "AWS::Lambda::EventSourceMapping");
  /** Called by somebody who does not wait for an answer. */
  const unattended = functions.filter(({ callers }) =>
    callers.some((one) => one === "schedule" || one === "secret"),
  );

  test("was called from one place, so that one place can keep it", () => {
    const callers = Object.fromEntries(functions.map((one) => [one.key, one.callers.join()]));

    expect(callers).toEqual({
      receiveWebhook: "api",
      checkHealth: "api",
      dispatchEvent: "queue",
      acknowledgeJob: "workflow",
      freezeContext: "workflow",
      runEmployee: "workflow",
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

  test("in a queue goes to another, which keeps it for as long as it can", () => {
    const last = queues.filter(([, { Properties }]) => Properties.RedrivePolicy === undefined);
    const targets = queues.map(([, { Properties }]) =>
      at(Properties.RedrivePolicy, "deadLetterTargetArn", "Fn::GetAtt", 0),
    );

    expect(targets.filter((id) => id !== undefined)).toEqual(["EventDeadLetterQueue"]);
    expect(last.map(([id]) => id)).toEqual(["EventDeadLetterQueue", "FailedInvocationQueue"]);
    for (const [, { Properties }] of last) expect(Properties.MessageRetentionPeriod).toBe(14 * days);
  });

  test.each(unattended)(
    "in $key is tried again, and kept when that is no use and it pages",
    ({ key, logicalId }) => {
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
    },
  );

  test("for refused refreshes raises a ticket after the third, and never a page", () => {
    const { Properties } = resource(template, "RefreshAddressesAlarm");

    expect(Properties.AlarmDescription).toMatch(/^Ticket: .* 3 times in 15 minutes/);
    expect(Properties).toMatchObject({ Threshold: 2, ComparisonOperator: "GreaterThanThreshold" });
    expect(unattended.map(({ key }) => key).filter((key) => !kept.includes(key))).toEqual([
      "refreshAddresses",
    ]);
  });

  test.each(schedules)("between %s and its function is kept", (_id, { Properties }) => {
    const { DeadLetterConfig, RetryPolicy } = Properties.Target as Record<string, object>;

    expect(DeadLetterConfig).toEqual({ Arn: failed });
    expect(at(RetryPolicy, "MaximumRetryAttempts")).toBeLessThanOrEqual(5);
    expect(at(RetryPolicy, "MaximumEventAgeInSeconds")).toBeLessThanOrEqual(3600);
  });

  test.each(mappings)(
    "between %s and its function is told apart from what does not",
    (_id, { Properties }) => {
      expect(Properties.FunctionResponseTypes).toEqual(["ReportBatchItemFailures"]);
    },
  );

  test("of a stream is tried again, alone, and kept when that is no use", () => {
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

  test("may be put where it is kept, by whom it fails", () => {
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

  test.each(schedules)("would be seen: %s is switched on", (_id, { Properties }) => {
    expect(Properties.State ?? "ENABLED").toBe("ENABLED");
    expect(Properties.ScheduleExpression).toMatch(/^rate\((?:1 minute|\d+ (?:minutes|hours))\)$/);
  });
});
