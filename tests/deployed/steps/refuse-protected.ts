import { UpdateTerminationProtectionCommand } from "@aws-sdk/client-cloudformation";
import { PutObjectCommand, paginateListObjectsV2 } from "@aws-sdk/client-s3";
import type { Clients } from "../service/clients.ts";
import type { Service } from "../service/service.ts";
import { readResources, StackName } from "../service/stack.ts";
import { expectRefusal } from "./refusals.ts";

/**
 * Checks that `sls remove` of a protected stack changes nothing: every bucket keeps its objects, and none is
 * empty.
 */
export async function refuseProtected(
  service: Service,
  clients: Clients,
  logs: string,
  say: (text: string) => void,
): Promise<void> {
  const protect = (EnableTerminationProtection: boolean) =>
    clients.cloudFormation.send(
      new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection }),
    );
  await protect(true);
  await writeAccessLog(clients);
  const before = await objectsOf(clients);
  const log = "protected.log";
  await expectRefusal(() => service.sls(["remove"], log), `${logs}/${log}`, "is protected against removal");
  const after = new Set(await objectsOf(clients));
  const lost = before.filter((object) => !after.has(object));
  if (lost.length > 0) throw new Error(`The refused removal has deleted ${lost.join(", ")}`);
  await protect(false);
  say(`refused, and all ${before.length} objects are there`);
}

/** Writes a log as CloudFront does; MiniStack writes none. */
async function writeAccessLog({ cloudFormation, storage }: Clients): Promise<void> {
  const resources = await readResources(cloudFormation);
  const Bucket = resources.find(({ id }) => id === "EdgeLogBucket")?.physicalId;
  await storage.send(new PutObjectCommand({ Bucket, Key: "edge/E1.2026-11-28-04.0.gz", Body: "" }));
}

async function objectsOf({ cloudFormation, storage: client }: Clients): Promise<string[]> {
  const buckets = (await readResources(cloudFormation)).filter(({ type }) => type === "AWS::S3::Bucket");
  const objects: string[] = [];
  for (const { id, physicalId: Bucket } of buckets) {
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
      objects.push(...Contents.map(({ Key }) => `${id}/${Key}`));
    }
  }
  return objects;
}
