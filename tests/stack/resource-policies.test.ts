import { describe, expect, test } from "@jest/globals";
import { refuseQueuePolicies } from "../deployed/adaptation/refuse-queue-policies.ts";
import { packageService } from "./packaging/package-service.ts";
import { address, statementsOf } from "./packaging/statements.ts";
import { type Json, ofType, type Resource, type Template } from "./packaging/template.ts";

const packages = await packageService();

/** The resources that a policy is attached to, by the type of the policy. */
const attachedTo: Record<string, (resource: Resource) => Json | undefined> = {
  "AWS::SQS::QueuePolicy": ({ Properties }) => Properties.Queues,
  "AWS::SNS::TopicPolicy": ({ Properties }) => Properties.Topics,
  "AWS::S3::BucketPolicy": ({ Properties }) => Properties.Bucket,
};

/** Policy types that AWS has and this stack does not use: one that is added needs an entry above. */
const others = /::(?:\w*ResourcePolicy|\w+Policy)$/;
/** Policies that are attached to nothing: CloudFront's cache policy, which grants no access. */
const notAccess = ["AWS::CloudFront::CachePolicy"];

describe.each(packages)("resource policies of $stage", ({ template }) => {
  const policies = policiesOf(template);

  test("have only types that these tests know", () => {
    const types = Object.values(template.Resources).map(({ Type }) => Type);
    const unknown = types.filter(
      (type) => others.test(type) && !(type in attachedTo) && !notAccess.includes(type),
    );

    expect(policies.length).toBeGreaterThan(5);
    expect(unknown).toEqual([]);
  });

  // SQS refuses a policy that names another queue ("Invalid value for the parameter Policy"); an emulator and
  // cfn-lint do not.
  test.each(policies)("$id covers one resource and names no other", ({ id, attached }) => {
    const named = statementsOf(template)
      .filter(({ holder }) => holder === id)
      .flatMap(({ resources }) => resources);

    expect(attached).toHaveLength(1);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => resourceIn(name) !== attached[0])).toEqual([]);
  });

  test("of several queues are refused by the emulated AWS of the deployment proof too", () => {
    const [id, policy] = ofType(template, "AWS::SQS::QueuePolicy")[0] ?? ["", undefined];
    const Queues = ofType(template, "AWS::SQS::Queue").map(([queue]) => ({ Ref: queue }));
    const several = { ...policy, Properties: { ...policy?.Properties, Queues } } as Resource;

    expect(() => refuseQueuePolicies(template)).not.toThrow();
    expect(() => refuseQueuePolicies({ ...template, Resources: { [id]: several } })).toThrow(
      /policy of one queue/,
    );
  });

  test("of a queue name the queue in one address a statement", () => {
    const statements = statementsOf(template).filter(({ holder }) =>
      policies.some(({ id, type }) => id === holder && type === "AWS::SQS::QueuePolicy"),
    );

    expect(statements.length).toBeGreaterThan(2);
    expect(statements.filter(({ resources }) => resources.length !== 1)).toEqual([]);
  });

  test("give each resource one policy: a second one would replace the first", () => {
    const attached = policies.flatMap((policy) => policy.attached);

    expect(new Set(attached).size).toBe(attached.length);
  });

  test("of the KMS key name the key itself", () => {
    const resources = statementsOf(template)
      .filter(({ holder }) => ofType(template, "AWS::KMS::Key").some(([id]) => id === holder))
      .flatMap((statement) => statement.resources);

    expect(new Set(resources)).toEqual(new Set(["*"]));
  });
});

function policiesOf(template: Template): { id: string; type: string; attached: string[] }[] {
  return Object.entries(template.Resources).flatMap(([id, resource]) => {
    const read = attachedTo[resource.Type];
    if (!read) return [];
    return [{ id, type: resource.Type, attached: [read(resource) ?? []].flat().map(address) }];
  });
}

/** `{Bucket}` of `{Bucket}/prefix/*` and of a composed ARN: `arn:AWS::Partition:s3:::{Bucket}/*`. */
function resourceIn(name: string): string {
  return name.replace(/^arn:AWS::Partition:s3:::/, "").replace(/\/.*$/, "");
}
