import { isRecord } from "../../../core/json-value.ts";
import type { CheckRunFields } from "../state/checks.ts";
import type { CheckAction } from "../state/records.ts";
import { validationFailed } from "./github-error.ts";

const conclusions = [
  ...["success", "failure", "neutral", "cancelled", "skipped"],
  ...["timed_out", "action_required", "stale"],
];
const maxActions = 3;
const limits: Record<keyof CheckAction, number> = { label: 20, description: 40, identifier: 20 };
const maxText = 65_535;

/** Returns the fields of a request that creates or updates a check run; throws as GitHub refuses wrong ones. */
export function readCheckFields(body: Record<string, unknown>): CheckRunFields {
  const fields: CheckRunFields = body;
  const { status, conclusion, output, actions } = fields;
  if (status === "completed" && !conclusion) throw invalid("conclusion", "missing_field");
  if (conclusion !== undefined && !conclusions.includes(conclusion)) throw invalid("conclusion", "invalid");
  if (output !== undefined) checkOutput(output);
  if (actions !== undefined) checkActions(actions);
  return fields;
}

function checkOutput(output: unknown): void {
  if (!isRecord(output) || typeof output.summary !== "string") throw invalid("output", "missing_field");
  for (const text of [output.summary, output.text]) {
    if (typeof text === "string" && Buffer.byteLength(text) > maxText) throw invalid("output", "too_large");
  }
}

function checkActions(actions: unknown): void {
  if (!Array.isArray(actions) || actions.length > maxActions) throw invalid("actions", "invalid");
  for (const action of actions) {
    if (!isRecord(action)) throw invalid("actions", "invalid");
    for (const [name, limit] of Object.entries(limits)) {
      const text = action[name];
      if (typeof text !== "string" || text === "") throw invalid(`actions.${name}`, "missing_field");
      if (text.length > limit) throw invalid(`actions.${name}`, "too_long");
    }
  }
}

function invalid(field: string, code: string) {
  return validationFailed("CheckRun", field, code);
}
