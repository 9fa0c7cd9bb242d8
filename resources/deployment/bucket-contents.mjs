import { DeleteObjectsCommand, ListObjectVersionsCommand } from "@aws-sdk/client-s3";

/** Returns whether a bucket contains anything, including deleted versions; false if the bucket is gone. */
export async function holdsObjects(s3, Bucket) {
  return (await firstVersions(s3, Bucket, 1)).length > 0;
}

/** Deletes every version of every object. Returns how many there were. */
export async function emptyBucket(s3, Bucket) {
  let count = 0;
  for (;;) {
    // Lists from the start each time, because the listed versions are deleted by then.
    const Objects = await firstVersions(s3, Bucket, 1000);
    if (Objects.length === 0) return count;
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
    );
    if (Errors[0]) throw new Error(`${Bucket} cannot be emptied: ${Errors[0].Code} for ${Errors[0].Key}`);
    count += Objects.length;
  }
}

async function firstVersions(s3, Bucket, MaxKeys) {
  const page = await s3.send(new ListObjectVersionsCommand({ Bucket, MaxKeys })).catch((error) => {
    if (error.name === "NoSuchBucket") return {};
    throw error;
  });
  return [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
    Key,
    VersionId,
  }));
}
