import { describe, expect, test } from "@jest/globals";
import { maxReceives } from "../../core/deliveries/delivery-limits.ts";
import { deploy } from "./packaging/deployment.ts";
import { packageService } from "./packaging/package-service.ts";
import { at, functionsOf, ofType, resource } from "./packaging/template.ts";

const packages = await packageService();
const days = 86_400;

describe.each(packages)("queues of $stage", ({ stage, template }) => {
  const queues = ofType(template, "AWS::SQS::Queue");
  const queue = (id: string) => resource(template, id).Properties;

  test("are those that these tests know", () => {
    expect(queues.map(([id]) => id)).toEqual(["EventQueue", "EventDeadLetterQueue", "FailedInvocationQueue"]);
  });

  test("hide a message until its consumer has finished", () => {
    const dispatcher = functionsOf(template).find(({ key }) => key === "dispatchEvent");

    expect(dispatcher).toBeDefined();
    expect(queue("EventQueue").VisibilityTimeout).toBeGreaterThanOrEqual(
      6 * (dispatcher?.timeout ?? Infinity),
    );
  });

  test("dead-letter a message after a quarter of an hour, not before", () => {
    const { RedrivePolicy, MessageRetentionPeriod } = queue("EventQueue");

    expect(RedrivePolicy).toEqual({
      deadLetterTargetArn: { "Fn::GetAtt": ["EventDeadLetterQueue", "Arn"] },
      maxReceiveCount: maxReceives,
    });
    // A message's age counts from its first queue, so it must leave there before the dead-letter queue would
    // delete it.
    expect(MessageRetentionPeriod).toBeLessThanOrEqual(4 * days);
    expect(queue("EventDeadLetterQueue").MessageRetentionPeriod).toBe(14 * days);
  });

  test("return dead-letter messages only to their source", () => {
    const { QueueName } = queue("EventQueue");
    const { redrivePermission, sourceQueueArns } = queue("EventDeadLetterQueue").RedriveAllowPolicy as Record<
      string,
      unknown
    >;

    expect(redrivePermission).toBe("byQueue");
    // By its name, because the queue refers to this one already.
    expect(deploy(template).properties("EventDeadLetterQueue").RedriveAllowPolicy).toMatchObject({
      sourceQueueArns: [`arn:{Partition}:sqs:us-east-1:{AccountId}:${QueueName}`],
    });
    expect(sourceQueueArns).toHaveLength(1);
    for (const id of ["EventQueue", "FailedInvocationQueue"]) {
      expect(queue(id).RedriveAllowPolicy).toEqual({ redrivePermission: "denyAll" });
    }
  });

  test.each(queues)("%s is reachable over TLS only, by its own policy", (id) => {
    const policies = ofType(template, "AWS::SQS::QueuePolicy")
      .map(([, { Properties }]) => Properties)
      .filter(({ Queues }) => JSON.stringify(Queues).includes(`"${id}"`));

    expect(policies).toEqual([
      {
        Queues: [{ Ref: id }],
        PolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "OnlyOverTls",
              Effect: "Deny",
              Principal: "*",
              Action: "sqs:*",
              Resource: { "Fn::GetAtt": [id, "Arn"] },
              Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
          ],
        },
      },
    ]);
  });

  test("are read by the dispatcher with limited concurrency", () => {
    const [, mapping] =
      ofType(template, "AWS::Lambda::EventSourceMapping").find(
        ([, { Properties }]) => at(Properties.EventSourceArn, "Fn::GetAtt", 0) === "EventQueue",
      ) ?? [];

    expect(mapping?.Properties).toMatchObject({
      FunctionName: { "Fn::GetAtt": ["DispatchEventLambdaFunction", "Arn"] },
      BatchSize: 10,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: stage === "prod" ? 50 : 10 },
    });
  });
});
