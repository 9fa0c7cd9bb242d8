import type { IncomingMessage } from "node:http";
import { nameRequest } from "../../../local/aws/faults/name-request.ts";
import type { IamCall } from "./role-policy.ts";

/** The tables by name: their names in a policy, and their partition keys. */
export type Tables = Record<string, { arn: string; key: string }>;

type Item = Record<string, { S?: string }>;

/** The IAM actions of a request to AWS, all of which must be allowed. */
export function iamCallsOf(request: IncomingMessage, body: string, tables: Tables): IamCall[] {
  const [service = "", operation = ""] = nameRequest(request).split(".");
  if (service === "s3") return bucketCalls(request);
  const action = `${service}:${operation}`;
  const input = JSON.parse(body || "{}") as Record<string, unknown>;
  if (service === "dynamodb") return tableCalls(action, input, tables);
  const named = [input.SecretId, input.QueueUrl, input.stateMachineArn, input.executionArn];
  return [{ action, resource: String(named.find((name) => name !== undefined) ?? "*"), context: {} }];
}

function tableCalls(action: string, input: Record<string, unknown>, tables: Tables): IamCall[] {
  const several = Object.keys((input.RequestItems ?? {}) as object);
  const names = several.length > 0 ? several : [String(input.TableName)];
  return names.map((name) => {
    const table = tables[name];
    const item = (input.Key ?? input.Item) as Item | undefined;
    const key = item?.[table?.key ?? ""]?.S;
    const context = key === undefined ? {} : { "dynamodb:LeadingKeys": [key] };
    return { action, resource: table?.arn ?? name, context: context as IamCall["context"] };
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
function bucketCalls({ method = "GET", url = "/", headers }: IncomingMessage): IamCall[] {
  const { pathname, searchParams } = new URL(url, "http://s3");
  const [, bucket = "", ...rest] = pathname.split("/");
  const resource = `arn:aws:s3:::${[bucket, ...rest]
    .filter((part) => part !== "")
    .map(decodeURIComponent)
    .join("/")}`;
  const once = headers["if-none-match"];
  const context: IamCall["context"] = once === undefined ? {} : { "s3:if-none-match": [once] };
  const call = (action: string, of = resource): IamCall => ({ action, resource: of, context });
  if (rest.join("") === "") {
    if (method === "POST" && searchParams.has("delete")) return [call("s3:DeleteObject", `${resource}/*`)];
    const list = searchParams.has("versions") ? "s3:ListBucketVersions" : "s3:ListBucket";
    return [call(method === "GET" || method === "HEAD" ? list : `s3:${method}Bucket`)];
  }
  const source = headers["x-amz-copy-source"];
  const copied = source
    ? [call("s3:GetObject", `arn:aws:s3:::${decodeURIComponent(String(source)).replace(/^\//, "")}`)]
    : [];
  const actions: Record<string, string> = {
    ...{ GET: "s3:GetObject", HEAD: "s3:GetObject", PUT: "s3:PutObject", POST: "s3:PutObject" },
    DELETE: "s3:DeleteObject",
  };
  return [...copied, call(actions[method] ?? `s3:${method}`)];
}
