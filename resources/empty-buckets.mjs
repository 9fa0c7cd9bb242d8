import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  GetTemplateCommand,
} from "@aws-sdk/client-cloudformation";
import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";

/**
 * `sls remove` fails at a bucket that still holds something. This empties the buckets that are to be deleted, as the
 * deployed template says it; one that is retained is left as it is.
 */
export default class EmptyBuckets {
  constructor(serverless, _options, { log }) {
    const provider = serverless.getProvider("aws");
    this.hooks = {
      "before:remove:remove": async function emptyBuckets() {
        const config = await provider.getAwsSdkV3Config();
        const s3 = new S3Client(config);
        for (const bucket of await bucketsToDelete(
          new CloudFormationClient(config),
          provider.naming.getStackName(),
        )) {
          const objects = await emptyBucket(s3, bucket);
          log.notice(`Emptied ${bucket}: ${objects} object versions`);
        }
      },
    };
  }
}

async function bucketsToDelete(cloudFormation, StackName) {
  const [{ TemplateBody }, { StackResources }] = await Promise.all([
    cloudFormation.send(new GetTemplateCommand({ StackName, TemplateStage: "Original" })),
    cloudFormation.send(new DescribeStackResourcesCommand({ StackName })),
  ]).catch((error) => {
    if (error.name === "ValidationError") return [{ TemplateBody: "{}" }, { StackResources: [] }]; // no such stack
    throw error;
  });
  const { Resources = {} } = JSON.parse(TemplateBody);
  return StackResources.filter(
    ({ ResourceType, LogicalResourceId, PhysicalResourceId }) =>
      ResourceType === "AWS::S3::Bucket" &&
      PhysicalResourceId &&
      (Resources[LogicalResourceId]?.DeletionPolicy ?? "Delete") === "Delete",
  ).map(({ PhysicalResourceId }) => PhysicalResourceId);
}

async function emptyBucket(s3, Bucket) {
  let count = 0;
  for (;;) {
    // From the beginning each time: what was listed is gone by then.
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 1000 })).catch((error) => {
      if (error.name === "NoSuchBucket") return {};
      throw error;
    });
    const Objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
      Key,
      VersionId,
    }));
    if (Objects.length === 0) return count;
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
    );
    if (Errors[0]) throw new Error(`${Bucket} cannot be emptied: ${Errors[0].Code} for ${Errors[0].Key}`);
    count += Objects.length;
  }
}
