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
  const { node_id } = payload.repository;
  const ofRepository = node_id ? { repo_node_id: node_id } : {};
  if (event_type === "check_run" || event_type === "check_suite") {
    const read = await checkRequest(envelope, payload, ports);
    return "ignored" in read ? read : { ...read, envelope: { ...read.envelope, ...ofRepository } };
  }
  const request = await readCommandRequest(envelope, payload, ports.reader);
  return request && pr_number !== null
    ? { envelope: { ...envelope, pr_number, ...ofRepository }, request }
    : { ignored: "no_text" };
}
