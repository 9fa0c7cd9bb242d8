import { GetBucketPolicyCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";

const sid = "NoMoreWrites";

/**
 * Denies every write to a bucket, so that it is still empty when CloudFormation deletes it. CloudFront delivers access
 * logs up to a day after the requests, and Firehose delivers its buffer minutes later. CloudFront writes by the
 * bucket's ACL and Firehose by its role; a denial in the bucket's policy overrides both. The template's policies are
 * retained (`DeletionPolicy`), because CloudFormation would delete them long before the buckets; a policy is deleted
 * with its bucket.
 */
export async function closeBucket(s3, Bucket, partition) {
  const policy = await readPolicy(s3, Bucket);
  if (!policy || isClosed(policy)) return;
  const denial = {
    Sid: sid,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: `arn:${partition}:s3:::${Bucket}/*`,
  };
  await writePolicy(s3, Bucket, { ...policy, Statement: [...policy.Statement, denial] });
}

/** Removes the denial, so that the bucket is usable after a removal or deployment that failed halfway. */
export async function openBucket(s3, Bucket) {
  const policy = await readPolicy(s3, Bucket);
  if (!policy || !isClosed(policy)) return false;
  await writePolicy(s3, Bucket, { ...policy, Statement: policy.Statement.filter(({ Sid }) => Sid !== sid) });
  return true;
}

function isClosed({ Statement }) {
  return Statement.some(({ Sid }) => Sid === sid);
}

/** Returns a bucket's policy, empty if it has none; null if the bucket does not exist. */
async function readPolicy(s3, Bucket) {
  const empty = { Version: "2012-10-17", Statement: [] };
  const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket })).catch((error) => {
    if (error.name === "NoSuchBucketPolicy") return {};
    if (error.name === "NoSuchBucket") return { Policy: "null" };
    throw error;
  });
  return Policy ? JSON.parse(Policy) : empty;
}

function writePolicy(s3, Bucket, policy) {
  return s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policy) }));
}
