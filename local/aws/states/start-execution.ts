import { randomUUID } from "node:crypto";
import { type JsonRecord, parseJson } from "../../../core/json-value.ts";
import { AwsError } from "../server/aws-error.ts";
import { optionalText } from "../server/operation-input.ts";
import type { Execution } from "./execution.ts";
import type { ExecutionStore } from "./execution-store.ts";
import type { LocalStateMachine } from "./state-machine.ts";

const maximumInputBytes = 262_144;
/** At most 80 code points without white space, brackets, wildcards, special and control characters. */
const validName = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

/** Starts an execution. As on AWS, the same name and input return the running execution; other repeats throw. */
export function startExecution(
  machine: LocalStateMachine,
  store: ExecutionStore,
  request: JsonRecord,
): Execution {
  const name = optionalText(request, "name") ?? randomUUID();
  const input = request.input === undefined ? "{}" : String(request.input);
  if (!validName.test(name)) throw new AwsError("InvalidName", `Invalid Name: '${name}'`);
  if (Buffer.byteLength(input) > maximumInputBytes) {
    const message = `Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${maximumInputBytes}`;
    throw new AwsError("ValidationException", message);
  }
  if (parseJson(input) === undefined) {
    throw new AwsError("InvalidExecutionInput", "Invalid State Machine Execution Input: not JSON");
  }
  const arn = `${machine.arn.replace(":stateMachine:", ":execution:")}:${name}`;
  const existing = store.find(arn);
  if (existing?.status === "RUNNING" && existing.input === input) return existing;
  if (existing) throw new AwsError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
  const execution = machine.start({ arn, name, input });
  store.add(execution);
  return execution;
}
