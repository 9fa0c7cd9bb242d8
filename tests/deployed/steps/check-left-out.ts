import {
  type CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  ValidateTemplateCommand,
} from "@aws-sdk/client-cloudformation";
import { until } from "../../e2e/until.ts";
import type { JsonObject, Template } from "../../stack/packaging/template.ts";
import { leftOut } from "../adaptation/left-out.ts";

/** The left-out resources must be exactly those that MiniStack refuses: it reports all types at once. */
export async function checkLeftOut(
  client: CloudFormationClient,
  { Resources }: Template,
  say: (text: string) => void,
): Promise<void> {
  const types = [...new Set(Object.values(Resources).map(({ Type }) => Type))];
  const one = Object.fromEntries(types.map((Type, index) => [`Resource${index}`, { Type, Properties: {} }]));
  const refusal = await client
    .send(new ValidateTemplateCommand({ TemplateBody: JSON.stringify({ Resources: one }) }))
    .then(
      () => "",
      (error: Error) => error.message,
    );
  const refused = /Unrecognized resource types: \[(.*)\]/.exec(refusal)?.[1]?.split(", ") ?? [];
  if (refusal !== "" && refused.length === 0) throw new Error(`MiniStack did not name the types: ${refusal}`);
  const listed = leftOut.filter(({ only }) => !only).map(({ type }) => type);
  const learned = listed.filter((type) => !refused.includes(type));
  const unlisted = refused.filter((type) => !listed.includes(type));
  if (learned.length > 0) throw new Error(`Left out, but MiniStack knows ${learned.join(", ")}`);
  if (unlisted.length > 0)
    throw new Error(`Not left out, but MiniStack does not know ${unlisted.join(", ")}`);
  for (const { type, only } of leftOut) if (only) await expectRefusal(client, type, only.sample);
  say(`${types.length} types, ${refused.length} of them unknown to MiniStack`);
}

async function expectRefusal(
  client: CloudFormationClient,
  Type: string,
  Properties: JsonObject,
): Promise<void> {
  const StackName = `refused-${Date.now()}`;
  const TemplateBody = JSON.stringify({ Resources: { Sample: { Type, Properties } } });
  await client.send(new CreateStackCommand({ StackName, TemplateBody }));
  const stack = await until(
    async () => (await client.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0],
    (found) => !found?.StackStatus?.endsWith("_IN_PROGRESS"),
    120,
  );
  await client.send(new DeleteStackCommand({ StackName }));
  if (stack?.StackStatus === "CREATE_COMPLETE") {
    throw new Error(`Left out, but MiniStack creates ${Type} with ${Object.keys(Properties).join(", ")}`);
  }
}
