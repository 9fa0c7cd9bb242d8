import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { emptyBucket, holdsObjects } from "./deployment/bucket-contents.mjs";
import { closeBucket, openBucket } from "./deployment/closed-bucket.mjs";
import { madeBy } from "./deployment/conditions.mjs";
import { byDeletion, readStack } from "./deployment/deployed-stack.mjs";
import { isProtected } from "./deployment/table-protection.mjs";

const bucketType = "AWS::S3::Bucket";
/** The framework's own bucket, which it empties itself. */
const frameworks = "ServerlessDeploymentBucket";
const ids = (buckets) => buckets.map(({ id }) => id);

/**
 * CloudFormation deletes no bucket that contains objects. This plugin closes the buckets that the deployed template
 * deletes to every writer and then empties them: before `sls remove`, and before a deployment that switches an option
 * off (`edge`, `analytics`). It leaves a retained bucket unchanged and names it.
 */
export default class EmptyBuckets {
  constructor(serverless, _options, { log }) {
    const { classes, service } = serverless;
    const provider = serverless.getProvider("aws");
    const stackName = provider.naming.getStackName();
    const stop = (message, code) => new classes.Error(`${message} Nothing was changed.`, code);

    async function beforeRemoval() {
      const { cloudFormation, s3, tables } = await clientsOf(provider);
      const stack = await readStack(cloudFormation, stackName);
      if (!stack) return;
      // The framework checks this later: a protected stage would lose its data before the refusal.
      if (stack.isProtected) throw stop(protectedText(`The stack ${stackName} is`), "STACK_IS_PROTECTED");
      for (const { id, physicalId } of byDeletion(stack, "AWS::DynamoDB::Table").deleted) {
        if (await isProtected(tables, physicalId))
          throw stop(protectedText(`${id} (${physicalId}) is`), "STACK_IS_PROTECTED");
      }
      const { deleted, kept } = byDeletion(stack, bucketType);
      await closeAndEmpty(s3, deleted, stack.partition);
      for (const { id, physicalId } of kept) log.notice(`Kept with its objects: ${id} (${physicalId})`);
    }

    async function beforeDeployment() {
      const { cloudFormation, s3 } = await clientsOf(provider);
      const stack = await readStack(cloudFormation, stackName);
      if (!stack) return;
      const gone = leaving(stack);
      const full = [];
      for (const { id, physicalId } of gone) {
        if (await holdsObjects(s3, physicalId)) full.push(`${id} (${physicalId})`);
      }
      if (full.length > 0 && String(service.custom.emptyBuckets.agreed) !== "yes") {
        throw stop(
          `This deployment switches an option off and deletes ${full.join(" and ")} with all objects. To delete them, ` +
            'deploy with --param="emptyBuckets=yes". To keep them, deploy with `deletionPolicy: Retain` first, and ' +
            "switch the option off afterwards.",
          "BUCKETS_HOLD_OBJECTS",
        );
      }
      const staying = stack.resources.filter(
        ({ type, id }) => type === bucketType && !ids(gone).includes(id),
      );
      for (const { id, physicalId } of staying) {
        if (await openBucket(s3, physicalId)) log.notice(`Opened again for writing: ${id} (${physicalId})`);
      }
    }

    async function beforeUpdate() {
      if (service.provider.shouldNotDeploy) return;
      const { cloudFormation, s3 } = await clientsOf(provider);
      const stack = await readStack(cloudFormation, stackName);
      if (stack) await closeAndEmpty(s3, leaving(stack), stack.partition);
    }

    /** Buckets of the deployed stack that the new template does not contain, so CloudFormation deletes them. */
    function leaving(stack) {
      const isMade = madeBy(service.provider.compiledCloudFormationTemplate, service.provider.region);
      return byDeletion(stack, bucketType).deleted.filter(({ id }) => !isMade(id));
    }

    async function closeAndEmpty(s3, buckets, partition) {
      const own = buckets.filter(({ id }) => id !== frameworks);
      // Closes all of them first: S3 needs a few seconds to apply a policy everywhere.
      for (const { physicalId } of own) await closeBucket(s3, physicalId, partition);
      for (const { id, physicalId } of own) {
        const count = await emptyBucket(s3, physicalId);
        log.notice(`Closed and emptied ${id} (${physicalId}): ${count} object versions`);
      }
    }

    this.hooks = {
      "before:remove:remove": beforeRemoval,
      "before:deploy:deploy": beforeDeployment,
      "before:aws:deploy:deploy:updateStack": beforeUpdate,
    };
  }
}

async function clientsOf(provider) {
  const config = await provider.getAwsSdkV3Config();
  return {
    cloudFormation: new CloudFormationClient(config),
    s3: new S3Client(config),
    tables: new DynamoDBClient(config),
  };
}

function protectedText(what) {
  return (
    `${what} protected against removal. Set \`deletionProtection: false\` for the stage in resources/stages.yml and ` +
    "deploy again."
  );
}
