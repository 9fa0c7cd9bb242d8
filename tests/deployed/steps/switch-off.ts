import { HeadBucketCommand } from "@aws-sdk/client-s3";
import type { Clients } from "../service/clients.ts";
import type { Service } from "../service/service.ts";
import { readResources } from "../service/stack.ts";
import { expectRefusal } from "./refusals.ts";

/**
 * Checks that an option whose bucket contains objects is switched off only if the operator agrees; then the
 * bucket is deleted.
 */
export async function switchOff(
  service: Service,
  clients: Clients,
  params: Record<string, string>,
  logs: string,
  say: (text: string) => void,
): Promise<void> {
  const historyBucket = async () =>
    (await readResources(clients.cloudFormation)).find(({ id }) => id === "JobHistoryBucket")?.physicalId;
  const Bucket = await historyBucket();
  const without = { ...params, analytics: "no" };
  const refused = () => service.deploy(without, "switch-off-refused.log");
  await expectRefusal(refused, `${logs}/switch-off-refused.log`, "deletes JobHistoryBucket");
  await clients.storage.send(new HeadBucketCommand({ Bucket }));

  await service.deploy({ ...without, emptyBuckets: "yes" }, "switch-off.log");
  if (await historyBucket()) throw new Error("The stack still has JobHistoryBucket");
  say(`${Bucket}: refused, then deleted`);
}
