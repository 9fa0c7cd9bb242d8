import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { ContextLinks } from "../../core/employees/context-links.ts";
import { longTimeouts } from "../runtime/aws-client.ts";

/** Signs links with the function's role, so a link opens no more than the role may read. Signing calls no service. */
export function createPayloadLinks(client = new S3Client(longTimeouts)): ContextLinks {
  return {
    linkTo: ({ bucket, key }, expiresIn) =>
      getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn }),
  };
}
