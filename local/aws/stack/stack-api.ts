import { AwsError } from "../server/aws-error.ts";
import type { QueryOperations } from "../server/query-service.ts";
import type { Template } from "../template/template.ts";

/** A template's `Outputs`. */
export type Outputs = Record<string, { Value: unknown; Description?: string; Condition?: string }>;

export interface StackApiOptions {
  stackName: string;
  template: Pick<Template, "resolve" | "holds">;
  outputs: Outputs;
  /** The template's `Metadata`. */
  metadata?: Record<string, unknown>;
}

/**
 * Returns the operations of CloudFormation that read a stack's outputs and its template's metadata. Throws if an output
 * cannot be resolved.
 */
export function createStackApi(options: StackApiOptions): QueryOperations {
  const { stackName, template, outputs, metadata: Metadata } = options;
  const StackId = String(template.resolve({ Ref: "AWS::StackId" }));
  const CreationTime = new Date().toISOString();
  const Outputs = Object.entries(outputs)
    .filter(([, { Condition }]) => Condition === undefined || template.holds(Condition))
    .map(([OutputKey, { Value, Description }]) => ({
      OutputKey,
      OutputValue: String(template.resolve(Value)),
      Description,
    }));

  function requireKnown(name: string | undefined): void {
    if (name === undefined || name === stackName || name === StackId) return;
    throw new AwsError("ValidationError", `Stack with id ${name} does not exist`);
  }

  return {
    /** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
    DescribeStacks({ StackName }) {
      requireKnown(StackName);
      const stack = { StackName: stackName, StackId, CreationTime, StackStatus: "CREATE_COMPLETE", Outputs };
      return { Stacks: [stack] };
    },

    /** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html, without the resources. */
    GetTemplate({ StackName }) {
      requireKnown(StackName);
      return { TemplateBody: JSON.stringify({ Metadata, Outputs: outputs }), StagesAvailable: ["Original"] };
    },
  };
}
