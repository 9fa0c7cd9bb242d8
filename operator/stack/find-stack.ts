import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { connect, type StackLocation } from "./connect.ts";
import { OperatorError } from "./errors.ts";
import { stageAdvice } from "./known-stages.ts";

/** The service's name in serverless.yml. */
const service = "pr-comment-automation";

export interface Stack extends StackLocation {
  name: string;
  /** CloudFormation's status, such as `UPDATE_COMPLETE`. */
  status: string;
  /** Returns an output's value; null if the stack does not have it. */
  find(key: string): string | null;
  /** Returns an output's value. Throws OperatorError if the stack does not have it. */
  output(key: string): string;
}

/** Finds the stack of a stage by its name, on AWS or on the laptop. Throws OperatorError if there is none. */
export async function findStack(location: StackLocation): Promise<Stack> {
  const { stage, region } = connect(location);
  const name = `${service}-${stage}`;
  const client = new CloudFormationClient({ region });
  const { Stacks = [] } = await client
    .send(new DescribeStacksCommand({ StackName: name }))
    .catch((error: unknown) => {
      if (!(error instanceof Error && /does not exist/.test(error.message))) throw error;
      const advice = `Deploy it (npx sls deploy --stage ${stage} --region ${region}), or give its --region.`;
      throw new OperatorError(`There is no stack ${name} in ${region}.`, stageAdvice(stage, advice), {
        cause: error,
      });
    });
  const outputs = new Map(Stacks[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  const find = (key: string) => outputs.get(key) ?? null;
  return {
    stage,
    region,
    name,
    status: Stacks[0]?.StackStatus ?? "",
    find,
    output(key) {
      const value = find(key);
      if (value) return value;
      throw new OperatorError(
        `The stack ${name} has no output ${key}.`,
        "An older version deployed it: deploy it again.",
      );
    },
  };
}
