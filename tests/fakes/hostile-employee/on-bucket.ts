import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { type Attempt, clientOf, type Possession, type Victim } from "./attempt.ts";

const forged = JSON.stringify({ outcome: "answered", markdown: "Written by hostile code.", usage: null });

/** Lists and guesses keys, and overwrites the ones that it knows. */
export function onBucket(possession: Possession, { job_id, known }: Victim): Attempt[] {
  const client = new S3Client(clientOf(possession));
  const Bucket = String(possession.environment.PAYLOAD_BUCKET);
  const { context, result } = possession.input.context.objects;
  const near = result.replace(/.(?=\.json$)/, (last) => (last === "A" ? "B" : "A"));
  const guesses = [
    ...[
      `contexts/${job_id}`,
      `contexts/${job_id}.json`,
      `results/${job_id}-r1.json`,
      `results/${job_id}.json`,
    ],
    ...[near, near.replace("results/", "contexts/"), "deliveries/300/d-1"],
  ];
  const plant = { Bucket, Key: near.replace("results/", "contexts/"), Body: forged, IfNoneMatch: "*" };
  return [
    ["list objects", () => client.send(new ListObjectsV2Command({ Bucket }))],
    ["list results", () => client.send(new ListObjectsV2Command({ Bucket, Prefix: "results/" }))],
    ["list versions", () => client.send(new ListObjectVersionsCommand({ Bucket }))],
    ...guesses.map(
      (Key): Attempt => [`read ${Key}`, () => client.send(new GetObjectCommand({ Bucket, Key }))],
    ),
    ["plant a context", () => client.send(new PutObjectCommand(plant))],
    ...known.flatMap((Key) => changes(client, { Bucket, Key }, `${Bucket}/${context.key}`)),
  ];
}

function changes(client: S3Client, object: { Bucket: string; Key: string }, CopySource: string): Attempt[] {
  const { Bucket, Key } = object;
  const folder = Key.split("/")[0];
  const Delete = { Objects: [{ Key }] };
  const put = (condition: object) => new PutObjectCommand({ ...object, ...condition, Body: forged });
  return [
    [`write over one of the ${folder}`, () => client.send(put({}))],
    [`write one of the ${folder} once more`, () => client.send(put({ IfNoneMatch: "*" }))],
    [`copy over one of the ${folder}`, () => client.send(new CopyObjectCommand({ ...object, CopySource }))],
    [`upload one of the ${folder} in parts`, () => client.send(new CreateMultipartUploadCommand(object))],
    [`delete one of the ${folder}`, () => client.send(new DeleteObjectCommand(object))],
    [`delete several ${folder}`, () => client.send(new DeleteObjectsCommand({ Bucket, Delete }))],
  ];
}
