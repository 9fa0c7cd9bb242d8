import { isRecord, type JsonRecord } from "../../../core/json-value.ts";
import type { HistoryEvent } from "./history.ts";

const plainEvents: Record<string, string> = {
  ExecutionAborted: "ExecutionAborted",
  ExecutionTimeout: "ExecutionTimedOut",
};

const iterationEvents = ["MapIterationStarted", "MapIterationSucceeded", "MapIterationFailed"];

/**
 * Translates an event of the interpreter's log into AWS's; returns undefined for an event that AWS does not have. `runTask`
 * records the events of the Lambda invocation itself (scheduled, started, …).
 */
export function translateEvent(event: JsonRecord): HistoryEvent | undefined {
  const { type, timestamp } = event;
  const state = isRecord(event.state) ? event.state : isRecord(event.parentState) ? event.parentState : {};
  const { name, input, output, type: stateType } = state;
  const failure = { error: event.Error, cause: event.Cause };

  function as(awsType: string, detailsName?: string, details?: JsonRecord): HistoryEvent {
    return {
      type: awsType,
      timestamp: Number(timestamp),
      ...(detailsName && details ? { detailsName, details } : {}),
    };
  }

  if (typeof type !== "string") return undefined;
  if (plainEvents[type]) return as(plainEvents[type]);
  if (iterationEvents.includes(type)) {
    return as(type, `m${type.slice(1)}EventDetails`, { name, index: event.index });
  }
  switch (type) {
    case "ExecutionStarted":
      return as(type, "executionStartedEventDetails", { input: event.input });
    case "ExecutionSucceeded":
      return as(type, "executionSucceededEventDetails", { output: event.output });
    case "ExecutionFailed":
      return as(type, "executionFailedEventDetails", failure);
    case "StateEntered":
      return as(`${String(stateType)}StateEntered`, "stateEnteredEventDetails", { name, input });
    case "StateExited":
      return as(`${String(stateType)}StateExited`, "stateExitedEventDetails", { name, output });
    case "StateFailed":
      if (stateType === "Task" && failure.error === "States.Timeout") {
        return as("LambdaFunctionTimedOut", "lambdaFunctionTimedOutEventDetails", failure);
      }
      return stateType === "Map" || stateType === "Parallel" ? as(`${stateType}StateFailed`) : undefined;
    default:
      return undefined;
  }
}
