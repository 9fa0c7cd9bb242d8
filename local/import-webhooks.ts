import { longTimeouts } from "../adapters/runtime/aws-client.ts";
import { createPayloadBucket } from "../adapters/storage/payload-bucket.ts";
import { isEnvelope } from "../core/generated/validators.mjs";
import { parseJson } from "../core/json-value.ts";
import type { GitHub } from "./github/start-github.ts";

/**
 * Returns a function that takes the bodies of queue messages and records their webhooks in the embedded GitHub. Webhooks
 * sent by curl or `sls invoke` are unknown to it until then, and the dispatcher asks it for their comments.
 */
export function createWebhookImporter(
  github: Pick<GitHub, "importWebhook">,
  /** The variables of an SDK client, such as `AWS_ENDPOINT_URL_*`. */
  environment: Record<string, string>,
): (bodies: string[]) => Promise<void> {
  const connection = {
    ...longTimeouts,
    region: environment.AWS_REGION ?? "us-east-1",
    endpoint: environment.AWS_ENDPOINT_URL_S3 ?? "",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  };
  // The reference to a payload names the bucket.
  const payloads = createPayloadBucket("", { timeouts: connection });

  return async function importWebhooks(bodies) {
    for (const envelope of bodies.map(parseJson)) {
      if (!isEnvelope(envelope)) continue;
      const ref = envelope.payload_ref;
      github.importWebhook(
        envelope.event_type,
        ref.kind === "inline" ? ref.payload : await payloads.get(ref),
      );
    }
  };
}
