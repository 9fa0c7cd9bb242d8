import type { Clients } from "../service/clients.ts";
import type { Service } from "../service/service.ts";
import { readResources, type StackResource } from "../service/stack.ts";
import { insideOthers, listEverything, listings } from "./listings.ts";

/**
 * Runs `sls remove`. Afterwards the account must have exactly what it had before the deployment and what the
 * template retains on purpose.
 */
export async function remove(
  service: Service,
  clients: Clients,
  before: Set<string>,
  isRetained: (resource: StackResource) => boolean,
  say: (text: string) => void,
): Promise<void> {
  const resources = await readResources(clients.cloudFormation);
  const types = new Set(resources.map(({ type }) => type));
  const unlisted = [...types].filter((type) => !(type in listings) && !insideOthers.has(type));
  if (unlisted.length > 0) throw new Error(`steps/listings.ts cannot list ${unlisted.join(", ")}`);

  await service.sls(["remove", "--verbose"], "remove.log");

  const retained = resources.filter((resource) => resource.type in listings && isRetained(resource));
  const expected = new Set(retained.map(({ type, physicalId }) => `${type} ${physicalId}`));
  const left = [...(await listEverything(clients))].filter((one) => !before.has(one));
  // MiniStack recreates the log group of a function that still ran when it was removed; on AWS that requires
  // a permission.
  const ofFunctions = "AWS::Logs::LogGroup /aws/lambda/";
  const surplus = left.filter((one) => !expected.has(one) && !one.startsWith(ofFunctions));
  const missing = [...expected].filter((one) => !left.includes(one));
  if (surplus.length > 0) throw new Error(`Left after the removal:\n${surplus.join("\n")}`);
  if (missing.length > 0) throw new Error(`Removed, but to be retained:\n${missing.join("\n")}`);
  say(`of ${resources.length} resources these were retained: ${left.join(", ") || "none"}`);
}
