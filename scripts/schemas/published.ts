import { callbackBodySchema } from "../../core/callbacks/callback.schema.ts";
import { employeeResultSchema } from "../../core/employees/employee-result.schema.ts";
import { taskSchema } from "../../core/employees/task.schema.ts";
import { isRecord, type JsonRecord } from "../../core/json-value.ts";
import { callbackExamples, resultExamples, taskExamples } from "./examples.ts";

/** Returns the schemas in docs/schemas by file name: the schemas that the functions use, with examples. */
export function publishedSchemas(): Record<string, JsonRecord> {
  const isHeartbeat = { properties: { type: { const: "heartbeat" } } };
  return {
    "task.v1.json": publish("task.v1.json", "Task, version 1", taskSchema, taskExamples),
    "result.v1.json": publish("result.v1.json", "Result, version 1", employeeResultSchema, resultExamples),
    "callback.v1.json": publish(
      "callback.v1.json",
      "Callback, version 1",
      { ...callbackBodySchema, anyOf: [isHeartbeat, { $ref: "result.v1.json" }] },
      callbackExamples,
    ),
  };
}

function publish($id: string, title: string, schema: object, examples: unknown[]): JsonRecord {
  const plain = { ...(withoutNullable(schema) as JsonRecord), $id };
  const head = { $schema: "http://json-schema.org/draft-07/schema#", $id, title };
  return { ...head, ...plain, examples };
}

/** Replaces `nullable`, which only OpenAPI and ajv know, by JSON Schema's own form. */
function withoutNullable(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutNullable);
  if (!isRecord(schema)) return schema;
  const { nullable, ...rest } = schema;
  const entries = Object.entries(rest).map(([key, value]) => [key, withoutNullable(value)]);
  const plain: JsonRecord = Object.fromEntries(entries);
  return nullable === true ? { ...plain, type: [plain.type, "null"] } : plain;
}
