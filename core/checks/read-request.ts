import { readCommandRequest } from "../deliveries/command-request.ts";
import type { Envelope } from "../deliveries/envelope.ts";
import type { WebhookPayload } from "../deliveries/webhook.schema.ts";
import type { RepositoryReader } from "../github/repository-reader.ts";
import { type CheckRequest, type CheckRequestPorts, checkRequest } from "./check-request.ts";

/**
 * Returns the commands of a delivery and its pull request, from a comment or from a click on a check run; or the code of
 * the reason why it has none.
 */
export async function readRequest(
  envelope: Envelope,
  payload: WebhookPayload,
  ports: CheckRequestPorts & { reader: Pick<RepositoryReader, "appLogin"> },
): Promise<CheckRequest> {
  const { event_type, pr_number } = envelope;
  if (event_type === "check_run" || event_type === "check_suite") {
    return checkRequest(envelope, payload, ports);
  }
  const request = await readCommandRequest(envelope, payload, ports.reader);
  return request && pr_number !== null
    ? { envelope: { ...envelope, pr_number }, request }
    : { ignored: "no_text" };
}
