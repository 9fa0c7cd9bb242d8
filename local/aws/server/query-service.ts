import { randomUUID } from "node:crypto";
import { isRecord } from "../../../core/json-value.ts";
import { AwsError, toAwsError } from "./aws-error.ts";
import type { HttpExchange } from "./listen.ts";

/** Operations by `Action`; the members of input and output have the API's names. */
export type QueryOperations = Record<string, (input: Record<string, string>) => unknown>;

/** Returns whether a request uses the AWS Query protocol, which takes a form and returns XML. */
export function isQuery({ request }: HttpExchange): boolean {
  return String(request.headers["content-type"]).startsWith("application/x-www-form-urlencoded");
}

/**
 * Serves one call of https://smithy.io/2.0/aws/protocols/aws-query-protocol.html. An error that is not an `AwsError` becomes
 * a 500 and is logged.
 */
export function serveQuery(
  operations: QueryOperations,
  { body, response }: HttpExchange,
  log: (line: string) => void,
): void {
  const input = Object.fromEntries(new URLSearchParams(body.toString("utf8")));
  const action = input.Action ?? "";
  const RequestId = randomUUID();
  response.setHeader("content-type", "text/xml");
  try {
    const operation = Object.hasOwn(operations, action) ? operations[action] : undefined;
    if (!operation) throw new AwsError("InvalidAction", `${action} is not part of this emulator`);
    const result = { [`${action}Result`]: operation(input), ResponseMetadata: { RequestId } };
    response.writeHead(200).end(xml(`${action}Response`, result));
  } catch (error) {
    const known = toAwsError(error, "InternalFailure");
    if (known.statusCode >= 500) log(`${action}: ${error instanceof Error ? error.stack : String(error)}`);
    const { name: Code, message: Message } = known;
    const answer = { Error: { Type: "Sender", Code, Message }, RequestId };
    response.writeHead(known.statusCode).end(xml("ErrorResponse", answer));
  }
}

/** Writes lists as `member` elements and omits undefined values. */
function xml(name: string, value: unknown): string {
  if (value === undefined) return "";
  const content = Array.isArray(value)
    ? value.map((item) => xml("member", item)).join("")
    : isRecord(value)
      ? Object.entries(value)
          .map(([member, item]) => xml(member, item))
          .join("")
      : escapeXml(String(value));
  return `<${name}>${content}</${name}>`;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
