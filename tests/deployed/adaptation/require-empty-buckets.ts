import {
  CloudFormationClient,
  GetTemplateCommand,
  paginateListStackResources,
} from "@aws-sdk/client-cloudformation";
import { GetBucketPolicyCommand, ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import type { Template } from "../../stack/packaging/template.ts";

/**
 * Refuses, like AWS and unlike MiniStack, to delete a bucket with objects. A bucket that is not closed, or
 * whose policy is deleted first, would get late objects of CloudFront or Firehose.
 */
export async function requireEmptyBuckets(StackName: string): Promise<void> {
  const client = new CloudFormationClient({ region: "us-east-1" });
  const storage = new S3Client({ region: "us-east-1" });
  const { TemplateBody = "{}" } = await client.send(new GetTemplateCommand({ StackName }));
  const { Resources } = JSON.parse(TemplateBody) as Template;
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName })) {
    for (const { ResourceType, LogicalResourceId: id = "", PhysicalResourceId } of StackResourceSummaries) {
      // The framework empties its own deployment bucket.
      if (ResourceType !== "AWS::S3::Bucket" || id === "ServerlessDeploymentBucket") continue;
      if (Resources[id]?.DeletionPolicy?.startsWith("Retain")) continue;
      await requireEmpty(storage, id, PhysicalResourceId ?? "");
      if (!Resources[`${id}Policy`]?.DeletionPolicy?.startsWith("Retain"))
        throw new Error(`AWS would open ${id} before it deletes it: the template does not retain its policy`);
    }
  }
}

async function requireEmpty(storage: S3Client, id: string, Bucket: string): Promise<void> {
  const { Versions = [] } = await storage.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 1 }));
  if (Versions.length > 0) throw new Error(`AWS would not delete ${id}: it contains ${Versions[0]?.Key}`);
  const { Policy = "{}" } = await storage.send(new GetBucketPolicyCommand({ Bucket }));
  const { Statement = [] } = JSON.parse(Policy) as { Statement?: Record<string, unknown>[] };
  const isClosed = Statement.some(
    ({ Effect, Principal, Action }) => Effect === "Deny" && Principal === "*" && Action === "s3:PutObject",
  );
  if (!isClosed) throw new Error(`AWS would deliver late objects to ${id}: it is not closed`);
}
