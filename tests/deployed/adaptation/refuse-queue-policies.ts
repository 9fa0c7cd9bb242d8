import type { Json, Template } from "../../stack/packaging/template.ts";

/**
 * Refuses, like SQS and unlike MiniStack, a policy of several queues or with a statement that names another
 * queue.
 */
export function refuseQueuePolicies({ Resources }: Template): void {
  for (const [id, { Type, Properties }] of Object.entries(Resources)) {
    if (Type !== "AWS::SQS::QueuePolicy") continue;
    const named = JSON.stringify(
      statementsOf(Properties.PolicyDocument).flatMap(({ Resource }) => Resource ?? []),
    );
    const [queue, ...others] = [Properties.Queues ?? []].flat().map((one) => JSON.stringify(one));
    const isOfOne = others.length === 0 && queue !== undefined;
    const own = /"Ref":"(\w+)"/.exec(queue ?? "")?.[1] ?? "";
    const names = [...named.matchAll(/"Fn::GetAtt":\["(\w+)"/g)].map(([, name]) => name);
    if (isOfOne && names.length === 1 && names[0] === own) continue;
    throw new Error(`${id}: Invalid value for the parameter Policy. SQS accepts a policy of one queue.`);
  }
}

function statementsOf(document: Json | undefined): { Resource?: Json }[] {
  return ((document ?? {}) as { Statement?: { Resource?: Json }[] }).Statement ?? [];
}
