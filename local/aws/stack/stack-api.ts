import { AwsError } from "../server/aws-error.ts";
import type { QueryOperations } from "../server/query-service.ts";
import type { Template } from "../template/template.ts";

/** A template's `Outputs`. */
export type Outputs = Record<string, { Value: unknown; Description?: string; Condition?: string }>;

export interface StackApiOptions {
  stackName: string;
  template: Pick<Template, "resolve" | "holds">;
  outputs: Outputs;
}

/** CloudFormation as far as a stack is looked up by its name, for its outputs. Throws when one cannot be resolved. */
export function createStackApi({ stackName, template, outputs }: StackApiOptions): QueryOperations {
  const StackId = String(template.resolve({ Ref: "AWS::StackId" }));
  const CreationTime = new Date().toISOString();
  const Outputs = Object.entries(outputs)
    .filter(([, { Condition }]) => Condition === undefined || template.holds(Condition))
    .map(([OutputKey, { Value, Description }]) => ({
      OutputKey,
      OutputValue: String(template.resolve(Value)),
      Description,
    }));

  return {
    /** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
    DescribeStacks({ StackName }) {
      if (StackName !== undefined && StackName !== stackName && StackName !== StackId) {
        throw new AwsError("ValidationError", `Stack with id ${StackName} does not exist`);
      }
      const stack = { StackName: stackName, StackId, CreationTime, StackStatus: "CREATE_COMPLETE", Outputs };
      return { Stacks: [stack] };
    },
  };
}
