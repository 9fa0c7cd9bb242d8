import { GetBucketPolicyCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";

const sid = "NoMoreWrites";

/**
 * Denies every write to a bucket, so that it is still empty when CloudFormation deletes it. CloudFront delivers access logs
 * up to a day after the requests and Firehose its buffer minutes later: the first writes by the bucket's ACL, the second by
 * its role, and a denial in the bucket's policy outweighs both. The policies of the template are retained (their
 * `DeletionPolicy`), because CloudFormation would delete them long before the buckets; a policy goes with its bucket.
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

/** Takes the denial back: after a removal or a deployment that failed half-way, the bucket is in use again. */
export async function openBucket(s3, Bucket) {
  const policy = await readPolicy(s3, Bucket);
  if (!policy || !isClosed(policy)) return false;
  await writePolicy(s3, Bucket, { ...policy, Statement: policy.Statement.filter(({ Sid }) => Sid !== sid) });
  return true;
}

function isClosed({ Statement }) {
  return Statement.some(({ Sid }) => Sid === sid);
}

/** A bucket's policy, an empty one where it has none; null where there is no such bucket. */
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
