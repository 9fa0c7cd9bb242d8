import { GetTemplateCommand } from "@aws-sdk/client-cloudformation";
import { GetObjectCommand, paginateListObjectsV2 } from "@aws-sdk/client-s3";
import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { ListSubscriptionsByTopicCommand } from "@aws-sdk/client-sns";
import type { Clients } from "../service/clients.ts";
import { type Output, readResources, StackName } from "../service/stack.ts";

/** Nothing listens on this address. */
const address = "https://127.0.0.1:9/integration/a-key-of-the-pager/enqueue";
export const alarmEndpointSecret = "pr-comment-automation-dev/alarm-endpoint";

export async function storePagerAddress({ secrets }: Clients): Promise<void> {
  await secrets.send(new CreateSecretCommand({ Name: alarmEndpointSecret, SecretString: address }));
}

/**
 * Checks that the pager's address is subscribed to the topic, and is neither in the template nor in the
 * deployment bucket.
 */
export async function checkPagerAddress(
  clients: Clients,
  output: Output,
  say: (text: string) => void,
): Promise<void> {
  const { Subscriptions = [] } = await clients.topics.send(
    new ListSubscriptionsByTopicCommand({ TopicArn: output("AlarmTopicArn") }),
  );
  if (!Subscriptions.some(({ Endpoint }) => Endpoint === address)) {
    throw new Error(`The pager is not subscribed: ${JSON.stringify(Subscriptions)}`);
  }
  const stored = await everythingStored(clients);
  const telling = [...stored].filter(([, text]) => text.includes("a-key-of-the-pager")).map(([name]) => name);
  if (telling.length > 0) throw new Error(`The pager's address can be read in ${telling.join(", ")}`);
  say(`subscribed, and not in ${stored.size} stored texts`);
}

/** The template, and every text in the deployment bucket: the template again, and the framework's state. */
async function everythingStored({ cloudFormation, storage: client }: Clients): Promise<Map<string, string>> {
  const stored = new Map<string, string>();
  for (const TemplateStage of ["Original", "Processed"] as const) {
    const { TemplateBody = "" } = await cloudFormation.send(
      new GetTemplateCommand({ StackName, TemplateStage }),
    );
    stored.set(`template: ${TemplateStage}`, TemplateBody);
  }
  const resources = await readResources(cloudFormation);
  const Bucket = resources.find(({ id }) => id === "ServerlessDeploymentBucket")?.physicalId;
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
    for (const { Key = "" } of Contents.filter(({ Key }) => Key?.endsWith(".json"))) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      stored.set(Key, (await Body?.transformToString()) ?? "");
    }
  }
  if (stored.size < 4) throw new Error(`The deployment bucket has only ${[...stored.keys()].join(", ")}`);
  return stored;
}
