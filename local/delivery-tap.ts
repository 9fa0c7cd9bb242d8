import { patient } from "../adapters/runtime/aws-client.ts";
import { createPayloadBucket } from "../adapters/storage/payload-bucket.ts";
import { isEnvelope } from "../core/generated/validators.mjs";
import { parseJson } from "../core/json-value.ts";
import type { GitHub } from "./github/start-github.ts";

/**
 * Tells the embedded GitHub of webhooks that did not come from it, by curl or `sls invoke`, before the dispatcher asks
 * it for their comments. Takes the bodies of the queue's messages.
 */
export function createDeliveryTap(
  github: Pick<GitHub, "learn">,
  /** `AWS_ENDPOINT_URL_*` and the rest of what an SDK client needs. */
  environment: Record<string, string>,
): (bodies: string[]) => Promise<void> {
  const connection = {
    ...patient,
    region: environment.AWS_REGION ?? "us-east-1",
    endpoint: environment.AWS_ENDPOINT_URL_S3 ?? "",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  };
  // A payload's own reference names its bucket.
  const payloads = createPayloadBucket("", { patience: connection });

  return async function learnDeliveries(bodies) {
    for (const envelope of bodies.map(parseJson)) {
      if (!isEnvelope(envelope)) continue;
      const ref = envelope.payload_ref;
      github.learn(envelope.event_type, ref.kind === "inline" ? ref.payload : await payloads.get(ref));
    }
  };
}
