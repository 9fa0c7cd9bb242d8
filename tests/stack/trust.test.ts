import { describe, expect, test } from "@jest/globals";
import { packageService } from "./packaging/package-service.ts";
import { type Statement, statementsOf, trustsOf } from "./packaging/statements.ts";
import { functionsOf, ofType } from "./packaging/template.ts";

const packages = await packageService();

/** The services that assume the other roles. */
const services: Record<string, string> = {
  EmployeeTaskRole: "states.AWS::Region.amazonaws.com",
  PingWebhookScheduleRole: "scheduler.amazonaws.com",
  SweepDeliveriesScheduleRole: "scheduler.amazonaws.com",
  RefreshAddressesScheduleRole: "scheduler.amazonaws.com",
  AuditDeliveryRole: "firehose.amazonaws.com",
  AuditSubscriptionRole: "logs.amazonaws.com",
  JobHistoryDeliveryRole: "firehose.amazonaws.com",
};

/**
 * Only this account's functions and machines get these roles: the framework creates them, and names no
 * account.
 */
const forOwnAccount = ["lambda.amazonaws.com", "states.AWS::Region.amazonaws.com"];

describe.each(packages)("trust of $stage", ({ template }) => {
  const functions = functionsOf(template);
  const trusts = trustsOf(template);
  const statements = statementsOf(template);

  test("lets one service assume each role", () => {
    const trusted = ofType(template, "AWS::IAM::Role").map(([id]) => [
      id,
      trusts
        .filter(({ holder }) => holder === id)
        .map(({ effect, actions, principals }) => [effect, actions, principals]),
    ]);
    const expected = {
      ...Object.fromEntries(functions.map(({ roleId }) => [roleId, "lambda.amazonaws.com"])),
      ...services,
    };

    expect(Object.fromEntries(trusted)).toEqual(
      Object.fromEntries(
        Object.entries(expected).map(([id, service]) => [id, [["Allow", ["sts:AssumeRole"], [service]]]]),
      ),
    );
  });

  // Otherwise another account could make it act on its behalf:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
  test("in a service that acts for others is limited to this account", () => {
    const deputies = [...trusts, ...statements].filter(
      ({ effect, principals }) =>
        effect === "Allow" &&
        principals.some((name) => name.endsWith(".amazonaws.com") && !forOwnAccount.includes(name)),
    );

    expect(new Set(deputies.flatMap(({ principals }) => principals))).toEqual(
      new Set([
        "cloudtrail.amazonaws.com",
        "cloudwatch.amazonaws.com",
        "firehose.amazonaws.com",
        "logs.amazonaws.com",
        "scheduler.amazonaws.com",
      ]),
    );
    expect(deputies.filter((statement) => !isForThisAccount(statement))).toEqual([]);
  });

  test("in every principal is limited to this account, or denies", () => {
    const everybody = statements.filter(({ principals }) => principals.includes("*"));
    const allowing = everybody.filter(({ effect }) => effect === "Allow");

    expect(everybody.length).toBeGreaterThan(allowing.length);
    expect(allowing).toEqual([
      expect.objectContaining({
        holder: "EncryptionKey",
        condition: {
          StringEquals: expect.objectContaining({ "kms:CallerAccount": { Ref: "AWS::AccountId" } }),
        },
      }),
    ]);
  });

  test("in a function's callers is limited to this account", () => {
    const permissions = ofType(template, "AWS::Lambda::Permission").map(([, { Properties }]) => Properties);
    const callers = permissions.map(({ Principal, SourceAccount, SourceArn }) => {
      return {
        Principal,
        named: isAccount(SourceAccount) || JSON.stringify(SourceArn).includes("AWS::AccountId"),
      };
    });

    expect(callers).toEqual(
      [...Array(3).fill("apigateway.amazonaws.com"), ...Array(2).fill("secretsmanager.amazonaws.com")].map(
        (Principal) => ({ Principal, named: true }),
      ),
    );
    for (const { SourceArn } of permissions) expect(SourceArn).toBeDefined();
  });
});

function isForThisAccount({ condition }: Statement): boolean {
  const text = JSON.stringify(condition ?? {});
  return (
    /"(?:aws:SourceAccount|aws:SourceArn|sts:ExternalId)":/.test(text) && text.includes("AWS::AccountId")
  );
}

function isAccount(value: unknown): boolean {
  return JSON.stringify(value) === '{"Ref":"AWS::AccountId"}';
}
