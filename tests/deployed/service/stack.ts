import {
  type CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from "@aws-sdk/client-cloudformation";

export interface StackResource {
  id: string;
  type: string;
  physicalId: string;
}

export const StackName = "pr-comment-automation-dev";

/** Returns an output of the deployed stack, by name. */
export type Output = (name: string) => string;

/** The deployed stack's outputs. Throws unless the stack is complete. */
export async function readOutputs(client: CloudFormationClient): Promise<Output> {
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
  if (!/^(CREATE|UPDATE)_COMPLETE$/.test(stack?.StackStatus ?? "")) {
    throw new Error(`The stack is ${stack?.StackStatus}: ${stack?.StackStatusReason}`);
  }
  return (name) => {
    const value = stack?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
    if (value === undefined) throw new Error(`The stack has no output ${name}`);
    return value;
  };
}

export async function readResources(client: CloudFormationClient): Promise<StackResource[]> {
  const resources: StackResource[] = [];
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName })) {
    for (const {
      LogicalResourceId = "",
      ResourceType = "",
      PhysicalResourceId = "",
    } of StackResourceSummaries) {
      resources.push({ id: LogicalResourceId, type: ResourceType, physicalId: PhysicalResourceId });
    }
  }
  return resources;
}
