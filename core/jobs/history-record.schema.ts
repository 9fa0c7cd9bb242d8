import { commandNamePattern } from "../commands/command-names.ts";
import { sourceKinds } from "../github/pull-request.ts";
import { employeeNamePattern } from "../roster/employee.schema.ts";
import { jobStates } from "./job-state.ts";

export type { HistoryRecord } from "./history-record.ts";

const id = { type: "integer", minimum: 0 } as const;
const optionalId = { ...id, nullable: true } as const;
const positive = { type: "integer", minimum: 1 } as const;
const text = { type: "string", minLength: 1, maxLength: 256 } as const;
const time = { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$" } as const;

/** The columns of the table `job_history` in resources/athena.yml, in the same order. */
const properties = {
  job_id: text,
  n: positive,
  from_state: { type: "string", nullable: true, enum: [...jobStates, null] },
  to_state: { type: "string", enum: jobStates },
  at: time,
  age_ms: id,
  actor: text,
  // Codes, or the name of a routing rule.
  reason: { type: "string", maxLength: 1000 },
  attempt: positive,
  mode: { type: "string", enum: ["active", "shadow", "shadow-run"] },
  outcome: { type: "string", nullable: true, enum: ["answered", "unavailable", "failed", null] },
  employee: { type: "string", pattern: employeeNamePattern },
  command: { type: "string", pattern: commandNamePattern },
  repo: { type: "string", pattern: "^[^/\\s]+/[^/\\s]+$" },
  repo_id: id,
  pr_number: id,
  source_kind: {
    type: "string",
    enum: sourceKinds,
  },
  source_id: id,
  comment_id: optionalId,
  intent_key: { type: "string", pattern: "^[0-9a-f]{64}$" },
  delivery_id: text,
  hook_id: text,
  execution_arn: { ...text, nullable: true },
  input_tokens: optionalId,
  output_tokens: optionalId,
  received_at: { ...time, nullable: true },
  created_at: time,
  cost_micros: optionalId,
  model: { ...text, nullable: true },
} as const;

export const historyRecordSchema = {
  $id: "history-record",
  type: "object",
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
} as const;
