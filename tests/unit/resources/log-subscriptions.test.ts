import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { projectRoot } from "../../stack/packaging/tree-copy.ts";

type Plugin = new (serverless: object) => { hooks: Record<string, () => void> };

const { default: LogSubscriptions } = (await import(
  join(projectRoot, "resources/log-subscriptions.mjs")
)) as { default: Plugin };

const group = (Condition?: string) => ({ Type: "AWS::Logs::LogGroup", ...(Condition ? { Condition } : {}) });

const audit = {
  Type: "AWS::KinesisFirehose::DeliveryStream",
  Properties: {
    ExtendedS3DestinationConfiguration: {
      CloudWatchLoggingOptions: { LogGroupName: { Ref: "OwnLogGroup" } },
    },
  },
};

/** The template after all resources have been merged. */
function subscribe(resources: Record<string, object>) {
  const compiledCloudFormationTemplate = { Resources: { ...resources }, Conditions: { HasEdge: {} } };
  const service = {
    service: "pr-comment-automation",
    provider: { stage: "dev", compiledCloudFormationTemplate },
  };
  const { hooks } = new LogSubscriptions({ service });
  hooks["after:aws:package:finalize:mergeCustomProviderResources"]?.();
  return compiledCloudFormationTemplate as {
    Resources: Record<string, { Type: string; Condition?: string; Properties?: object }>;
    Conditions: Record<string, object>;
  };
}

test("every log group sends its lines to the audit stream", () => {
  const { Resources } = subscribe({ AuditStream: audit, WorkLogGroup: group(), ApiLogGroup: group() });
  expect(Object.keys(Resources)).toEqual([
    "AuditStream",
    "WorkLogGroup",
    "ApiLogGroup",
    "WorkLogGroupSubscription",
    "ApiLogGroupSubscription",
  ]);
  expect(Resources.WorkLogGroupSubscription).toEqual({
    Type: "AWS::Logs::SubscriptionFilter",
    Condition: "HasAudit",
    Properties: {
      FilterName: "pr-comment-automation-dev-audit",
      LogGroupName: { Ref: "WorkLogGroup" },
      FilterPattern: "",
      DestinationArn: { "Fn::GetAtt": ["AuditStream", "Arn"] },
      RoleArn: { "Fn::GetAtt": ["AuditSubscriptionRole", "Arn"] },
    },
  });
});

test("the stream's own errors do not loop", () => {
  const { Resources } = subscribe({ AuditStream: audit, OwnLogGroup: group("HasAudit") });
  expect(Object.keys(Resources)).toEqual(["AuditStream", "OwnLogGroup"]);
});

test("an optional log group is subscribed under its condition", () => {
  const { Resources, Conditions } = subscribe({
    AuditStream: audit,
    EdgeLogGroup: group("HasEdge"),
    AuditLogGroup: group("HasAudit"),
  });
  expect(Resources.EdgeLogGroupSubscription?.Condition).toBe("HasAuditAndHasEdge");
  expect(Resources.AuditLogGroupSubscription?.Condition).toBe("HasAudit");
  expect(Conditions).toEqual({
    HasEdge: {},
    HasAuditAndHasEdge: { "Fn::And": [{ Condition: "HasAudit" }, { Condition: "HasEdge" }] },
  });
});

test("a stack without an audit stream stays as it is", () => {
  expect(Object.keys(subscribe({ WorkLogGroup: group() }).Resources)).toEqual(["WorkLogGroup"]);
});
