import type { Context } from "aws-lambda";

/** True until the first invocation of an instance that Lambda started for a request. */
let starts = process.env.AWS_LAMBDA_INITIALIZATION_TYPE === "on-demand";
let invocation: Record<string, unknown> = {};

/**
 * Structured logs: one JSON object per line. After `begin` each line names the function, the request and whether it was a
 * cold start. The lines of a traced invocation have its trace's ID.
 */
export const log = {
  begin(context: Pick<Context, "functionName" | "awsRequestId">): void {
    invocation = {
      cold_start: starts,
      function_name: context.functionName,
      function_request_id: context.awsRequestId,
    };
    starts = false;
  },
  info: (message: string, fields: Record<string, unknown>) => write("INFO", message, fields),
  error: (message: string, fields: Record<string, unknown>) => write("ERROR", message, fields),
};

function write(level: "INFO" | "ERROR", message: string, fields: Record<string, unknown>): void {
  const line: Record<string, unknown> = {
    level,
    message,
    timestamp: new Date().toISOString(),
    service: "pr-comment-automation",
    ...invocation,
    xray_trace_id: traceId(),
  };
  for (const name in fields) {
    // Unknown values are left out. No field takes the place of one that every line has.
    const value = fields[name];
    if (value !== null && value !== undefined && !Object.hasOwn(line, name)) line[name] = value;
  }
  writeLine(line);
}

/** Returns the ID of the invocation's X-Ray trace, which Lambda sets before each invocation. */
function traceId(): string | undefined {
  const header = process.env._X_AMZN_TRACE_ID;
  return header?.split(";")[0]?.replace("Root=", "");
}

/**
 * Writes one JSON object as one line of the function's log. Directly: Lambda's own `console` would wrap the line in another
 * object.
 */
export function writeLine(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
