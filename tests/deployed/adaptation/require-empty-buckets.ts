import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  GetTemplateCommand,
} from "@aws-sdk/client-cloudformation";
import { ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import type { Template } from "../../stack/packaging/template.ts";

/** Refuses what AWS refuses and MiniStack does not: to delete a bucket that holds something. */
export async function requireEmptyBuckets(StackName: string): Promise<void> {
  const cloudFormation = new CloudFormationClient({ region: "us-east-1" });
  const storage = new S3Client({ region: "us-east-1" });
  const { StackResources = [] } = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName }));
  const { TemplateBody = "{}" } = await cloudFormation.send(new GetTemplateCommand({ StackName }));
  const { Resources } = JSON.parse(TemplateBody) as Template;
  for (const { ResourceType, LogicalResourceId: id = "", PhysicalResourceId: Bucket } of StackResources) {
    // The framework empties the bucket that it deploys from by itself.
    if (ResourceType !== "AWS::S3::Bucket" || id === "ServerlessDeploymentBucket") continue;
    if (Resources[id]?.DeletionPolicy?.startsWith("Retain")) continue;
    const { Versions = [] } = await storage.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 1 }));
    if (Versions.length > 0) throw new Error(`AWS would not delete ${id}: it holds ${Versions[0]?.Key}`);
  }
}
