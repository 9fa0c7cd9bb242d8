import type { IncomingMessage, ServerResponse } from "node:http";

interface Bucket {
  /** Version ids by key. */
  objects: Map<string, string[]>;
  policy: string | null;
}

interface Answer {
  status?: number;
  text: string;
}

interface Statement {
  Effect: string;
  Action: string | string[];
}

/**
 * S3, path style: versions and policies; a denial in a policy overrides a log service's permission to write.
 */
export function createFakeBuckets(changes: string[]) {
  const all = new Map<string, Bucket>();
  let versions = 0;

  /**
   * Returns whether a service with write permission, such as CloudFront's log delivery or Firehose, can
   * write.
   */
  function deliver(name: string, key: string): boolean {
    const bucket = all.get(name);
    if (!bucket || isDenied(bucket)) return false;
    bucket.objects.set(key, [...(bucket.objects.get(key) ?? []), `v${++versions}`]);
    return true;
  }

  function isDenied({ policy }: Bucket): boolean {
    const { Statement = [] } = JSON.parse(policy ?? "{}") as { Statement?: Statement[] };
    return Statement.some(
      ({ Effect, Action }) => Effect === "Deny" && [Action].flat().includes("s3:PutObject"),
    );
  }

  function serve(url: URL, { method }: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const name = url.pathname.split("/")[1] ?? "";
    const { status = 200, text } = answer(name, url.searchParams, method ?? "", body.toString());
    response.writeHead(status).end(text);
  }

  function answer(name: string, query: URLSearchParams, method: string, body: string): Answer {
    const bucket = all.get(name);
    if (!bucket) return failure(404, "NoSuchBucket");
    if (query.has("policy")) {
      if (method === "GET")
        return bucket.policy ? { text: bucket.policy } : failure(404, "NoSuchBucketPolicy");
      changes.push(`PutBucketPolicy ${name}`);
      bucket.policy = body;
      return { status: 204, text: "" };
    }
    if (query.has("versions")) return { text: listXml(bucket, Number(query.get("max-keys") ?? 1000)) };
    if (!query.has("delete")) return failure(501, "NotImplemented");
    changes.push(`DeleteObjects ${name}`);
    deleteVersions(bucket, body);
    return { text: "<DeleteResult></DeleteResult>" };
  }

  return {
    serve,
    deliver,
    make(name: string, keys: string[] = []): void {
      all.set(name, { objects: new Map(), policy: null });
      for (const key of keys) deliver(name, key);
    },
    /** The keys of a bucket's objects. */
    keys: (name: string): string[] => [...(all.get(name)?.objects.keys() ?? [])],
    policy: (name: string): { Statement: object[] } | null => JSON.parse(all.get(name)?.policy ?? "null"),
  };
}

function failure(status: number, code: string): Answer {
  return { status, text: `<Error><Code>${code}</Code><Message>${code}</Message></Error>` };
}

function deleteVersions({ objects }: Bucket, body: string): void {
  for (const [, key = "", version = ""] of body.matchAll(/<Key>(.*?)<\/Key><VersionId>(.*?)<\/VersionId>/g)) {
    const left = objects.get(key)?.filter((one) => one !== version) ?? [];
    if (left.length > 0) objects.set(key, left);
    else objects.delete(key);
  }
}

function listXml({ objects }: Bucket, most: number): string {
  const versions = [...objects].flatMap(([key, ids]) => ids.map((id) => [key, id]));
  const members = versions
    .slice(0, most)
    .map(([key, id]) => `<Version><Key>${key}</Key><VersionId>${id}</VersionId></Version>`);
  return `<ListVersionsResult>${members.join("")}</ListVersionsResult>`;
}
