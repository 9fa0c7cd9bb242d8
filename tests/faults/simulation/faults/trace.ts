import type { Call } from "./calls.ts";
import { withoutIdleSweeps } from "./idle-sweeps.ts";

/** The calls of a run, one a line. */
export function formatTrace(calls: readonly Call[]): string {
  const start = calls[0]?.at ?? 0;
  return calls.map((call) => formatCall(call, start)).join("\n");
}

const shown = 250;

/** A short trace: without idle sweeps, and cut where a run does not end. */
export function formatBriefTrace(calls: readonly Call[]): string {
  const start = calls[0]?.at ?? 0;
  const told = withoutIdleSweeps(calls);
  const lines = told.slice(0, shown).map((call) => formatCall(call, start));
  return [...lines, ...(told.length > shown ? [`and ${told.length - shown} more`] : [])].join("\n");
}

function formatCall({ n, at, by, what, args, fault, error }: Call, start: number): string {
  const seconds = ((at - start) / 1000).toFixed(3).padStart(9);
  const details = args.flatMap(describe);
  const words = details.length > 0 ? `(${details.join(", ")})` : "";
  const marks = `${fault ? `  <<< ${fault}` : ""}${error ? `  -> ${error}` : ""}`;
  return `${String(n).padStart(4)} ${seconds}s ${by.padEnd(20)} ${what}${words}${marks}`;
}

/** IDs, states and the first words of a comment; nothing of an object. */
function describe(argument: unknown): string[] {
  if (typeof argument === "number") return [String(argument)];
  if (typeof argument !== "string") return [];
  const [first = "", second] = argument.split("\n");
  return [(second ?? first).slice(0, 60)];
}
