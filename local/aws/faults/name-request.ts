import type { IncomingMessage } from "node:http";

const services: Record<string, string> = {
  AWSStepFunctions: "states",
  AmazonSQS: "sqs",
  DynamoDB_20120810: "dynamodb",
};

/** Returns `<service>.<operation>` of a request to AWS, such as `dynamodb.PutItem`, `s3.GetObject` or `lambda.POST`. */
export function nameRequest({ headers, method, url = "/" }: IncomingMessage): string {
  const [target = "", operation = ""] = String(headers["x-amz-target"] ?? "").split(".");
  if (operation) return `${services[target] ?? target}.${operation}`;
  if (url.startsWith("/2015-03-31/")) return `lambda.${method}`;
  // The SDK adds the name of an S3 operation to the URL.
  const id = new URL(url, "http://s3").searchParams.get("x-id");
  return `s3.${id ?? method}`;
}
