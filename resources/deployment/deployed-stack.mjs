import {
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateListStackResources,
} from "@aws-sdk/client-cloudformation";

/**
 * Returns the deployed stack, or null if there is none:
 * - `isProtected`: whether CloudFormation refuses to delete it;
 * - `outputs`: the names of its outputs;
 * - `template`: as it was deployed;
 * - `resources`: logical id, type and physical id of each resource. `DescribeStackResources` would return only the first 100.
 */
export async function readStack(client, StackName) {
  const { Stacks: [stack] = [] } = await client
    .send(new DescribeStacksCommand({ StackName }))
    .catch((error) => {
      if (error.name === "ValidationError" && /does not exist/.test(error.message)) return {};
      throw error;
    });
  if (!stack) return null;
  const { TemplateBody } = await client.send(
    new GetTemplateCommand({ StackName, TemplateStage: "Original" }),
  );
  const resources = [];
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName })) {
    for (const one of StackResourceSummaries) {
      const { LogicalResourceId, ResourceType, PhysicalResourceId, ResourceStatus } = one;
      if (!PhysicalResourceId || ResourceStatus === "DELETE_COMPLETE") continue;
      resources.push({ id: LogicalResourceId, type: ResourceType, physicalId: PhysicalResourceId });
    }
  }
  return {
    isProtected: stack.EnableTerminationProtection === true,
    outputs: (stack.Outputs ?? []).map(({ OutputKey }) => OutputKey),
    // The partition of its ARNs: `aws`, `aws-cn`…
    partition: stack.StackId.split(":")[1],
    template: TemplateBody ? JSON.parse(TemplateBody) : {},
    resources,
  };
}

/** Returns the stack's resources of a type, split into those that a removal deletes and those that stay. */
export function byDeletion({ resources, template }, type) {
  const all = resources.filter((resource) => resource.type === type);
  const isDeleted = ({ id }) => (template.Resources?.[id]?.DeletionPolicy ?? "Delete") === "Delete";
  return { deleted: all.filter(isDeleted), kept: all.filter((resource) => !isDeleted(resource)) };
}
