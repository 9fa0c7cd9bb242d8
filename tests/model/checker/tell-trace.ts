import type { TraceState } from "./read-output.ts";
import { textOf, type Value } from "./values.ts";

/** The fields of an invocation that a trace shows. */
const ofInvocation = ["delivery", "step", "text", "at"];

/** A trace to a violation as text: one line for each action, with its changes. */
export function tellTrace(trace: TraceState[]): string[] {
  return trace.slice(1).map(({ action, variables }, index) => {
    const before = trace[index]?.variables ?? {};
    const changes = Object.entries(variables).flatMap(([name, value]) =>
      changesOf(name, before[name], value),
    );
    return `${String(index + 1).padStart(3)}  ${action.padEnd(16)} ${changes.join("; ")}`.trimEnd();
  });
}

function changesOf(path: string, before: Value | undefined, after: Value): string[] {
  if (before === undefined || textOf(before) === textOf(after)) return [];
  if (typeof before === "string" || typeof after === "string") return [`${path}: ${textOf(after)}`];
  if ("at" in after) return [`${path}: ${tellInvocation(after)}`];
  return Object.entries(after).flatMap(([field, value]) =>
    changesOf(`${path}.${field}`, before[field], value),
  );
}

function tellInvocation(call: { [field: string]: Value }): string {
  const told = ofInvocation
    .map((field) => call[field])
    .filter((value) => value !== undefined && value !== "none");
  return told.join(", ");
}
