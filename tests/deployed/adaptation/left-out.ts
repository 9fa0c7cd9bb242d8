import type { JsonObject } from "../../stack/packaging/template.ts";

export interface LeftOut {
  /** A resource type that MiniStack does not have… */
  type: string;
  /** …or some resources of a type that it has, with a sample that it must refuse. */
  only?: { where: (properties: JsonObject) => boolean; sample: JsonObject };
  /** The value that replaces references to it; without one nothing may refer to it. */
  standIn?: string;
  reason: string;
}

/** The dashboard names alarms. */
const alarm = "arn:aws:cloudwatch:us-east-1:000000000000:alarm:left-out";

/**
 * The resources that are removed from the template for MiniStack; cfn-lint has checked them all. An entry
 * that the template does not need, or that MiniStack has learned meanwhile, fails the run.
 */
export const leftOut: LeftOut[] = [
  {
    type: "AWS::CloudWatch::Alarm",
    only: {
      where: ({ Metrics }) => Metrics !== undefined,
      sample: {
        ComparisonOperator: "GreaterThanThreshold",
        EvaluationPeriods: 1,
        Threshold: 1,
        Metrics: [{ Id: "one", Expression: "1 + 1" }],
      },
    },
    standIn: alarm,
    reason: "MiniStack's alarms watch one metric and no expression; tests/stack checks the expressions",
  },
  {
    type: "AWS::CloudWatch::CompositeAlarm",
    standIn: alarm,
    reason: "unknown; tests/stack checks their parts",
  },
  { type: "AWS::Athena::NamedQuery", reason: "unknown; nothing depends on them" },
  { type: "AWS::CloudTrail::Trail", reason: "unknown; it only records" },
  {
    type: "AWS::SecretsManager::RotationSchedule",
    reason: "unknown; MiniStack calls no function to rotate a secret either",
  },
  {
    type: "AWS::WAFv2::IPSet",
    standIn: "arn:aws:wafv2:us-east-1:000000000000:global/ipset/left-out/0",
    reason: "unknown; MiniStack's web ACL lets everything pass",
  },
];
