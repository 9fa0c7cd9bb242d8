import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { StoredRef } from "../../core/deliveries/payload-store.ts";
import { longTimeouts } from "../runtime/aws-client.ts";
import { unavailable } from "../runtime/aws-errors.ts";

/**
 * Returns a function that signs a link to an object: a GET without headers reads it until the link expires, or until the
 * session of the function's role ends. Signing sends no request.
 */
export function createContextLinks(client = new S3Client(longTimeouts)) {
  return async function linkTo({ bucket, key }: StoredRef, seconds: number): Promise<string> {
    try {
      const command = new GetObjectCommand({ Bucket: bucket, Key: key });
      return await getSignedUrl(client, command, { expiresIn: seconds });
    } catch (error) {
      throw unavailable("payload_bucket", error);
    }
  };
}
