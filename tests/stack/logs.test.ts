import { describe, expect, test } from "@jest/globals";
import { closureOf } from "./packaging/combinations.ts";
import { packageService } from "./packaging/package-service.ts";
import { at, functionsOf, ofType, resource } from "./packaging/template.ts";

const packages = await packageService();

/** Firehose's log of its deliveries: in the audit bucket it would loop. */
const ofDeliveries = ["AuditDeliveryLogGroup", "JobHistoryDeliveryLogGroup"];

describe.each(packages)("logs of $stage", ({ stage, template }) => {
  const functions = functionsOf(template);
  const groups = ofType(template, "AWS::Logs::LogGroup");
  const audited = groups.map(([id]) => id).filter((id) => !ofDeliveries.includes(id));
  const subscriptions = ofType(template, "AWS::Logs::SubscriptionFilter");

  test("are those of the functions, the API, the workflow and the deliveries", () => {
    const others = ["HttpApiLogGroup", "EmployeeTaskLogGroup", ...ofDeliveries];

    expect(groups.map(([id]) => id).toSorted()).toEqual(
      [...functions.map(({ logGroupId }) => logGroupId), ...others].toSorted(),
    );
  });

  test.each(groups)("%s has the stage's retention", (_id, { Properties }) => {
    expect(Properties.RetentionInDays).toBe(stage === "prod" ? 365 : 30);
  });

  test.each(functions)("$key writes to its own group, which exists before it", (own) => {
    const { Properties } = resource(template, own.logGroupId);

    expect(Properties.LogGroupName).toBe(`/aws/lambda/${String(own.properties.FunctionName)}`);
    expect(resource(template, own.logicalId).DependsOn).toContain(own.logGroupId);
  });

  test("are all sent to the audit bucket, once", () => {
    const subscribed = subscriptions.map(([, { Properties }]) => at(Properties.LogGroupName, "Ref"));

    expect(subscribed.toSorted()).toEqual(audited.toSorted());
  });

  test.each(subscriptions)(
    "%s subscribes to every line, wherever there is an audit",
    (_id, { Properties, Condition }) => {
      expect(Properties).toMatchObject({
        FilterPattern: "",
        DestinationArn: { "Fn::GetAtt": ["AuditStream", "Arn"] },
        RoleArn: { "Fn::GetAtt": ["AuditSubscriptionRole", "Arn"] },
      });
      expect(closureOf(template, Condition === undefined ? [] : [Condition])).toContain("HasAudit");
    },
  );
});
