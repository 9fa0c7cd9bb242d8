import { CreateBucketCommand, S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import type { Template } from "../template/template.ts";

export async function createBuckets(template: Template, config: S3ClientConfig): Promise<void> {
  const client = new S3Client(config);
  try {
    const buckets = template.ofType("AWS::S3::Bucket");
    await Promise.all(
      buckets.map(({ local }) => client.send(new CreateBucketCommand({ Bucket: local.name }))),
    );
  } finally {
    client.destroy();
  }
}
