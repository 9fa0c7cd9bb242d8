import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import type { StackOptions } from "../cli/options/stack-options.ts";
import { connect } from "./connect.ts";
import { CommandError } from "./errors.ts";
import { stageAdvice } from "./known-stages.ts";

/** The name that `sls deploy` gives it. */
const service = "pr-comment-automation";

export interface Stack extends StackOptions {
  name: string;
  /** CloudFormation's, such as `UPDATE_COMPLETE`. */
  status: string;
  /** An output's value; null when the stack has none of that name. */
  find(key: string): string | null;
  /** The same, of an output that has to be there. */
  output(key: string): string;
}

/** The stack of a stage, deployed or on the laptop, found by its name. */
export async function findStack(options: StackOptions): Promise<Stack> {
  const { stage, region } = connect(options);
  const name = `${service}-${stage}`;
  const client = new CloudFormationClient({ region });
  const { Stacks = [] } = await client
    .send(new DescribeStacksCommand({ StackName: name }))
    .catch((error: unknown) => {
      if (!(error instanceof Error && /does not exist/.test(error.message))) throw error;
      const advice = `Deploy it (npx sls deploy --stage ${stage} --region ${region}), or name its --region.`;
      throw new CommandError(`There is no stack ${name} in ${region}.`, stageAdvice(stage, advice), {
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
      throw new CommandError(
        `The stack ${name} has no output ${key}.`,
        "Deploy it again: it is an older one.",
      );
    },
  };
}
