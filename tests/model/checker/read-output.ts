import { readValue, type Value } from "./values.ts";

/** TLC's result for one variant. */
export interface Finding {
  /** The violated property; null if all hold. */
  broken: string | null;
  /** The number of distinct states. */
  states: number;
  /** The steps to the violation. */
  trace: TraceState[];
}

export interface TraceState {
  /**
   * The action that led here; `Stuttering` and `Back to state` end a trace on which something never happens.
   */
  action: string;
  variables: Record<string, Value>;
}

/** Parses TLC's output. Throws if it has no verdict. */
export function readOutput(output: string, end: string): Finding {
  const count = output.match(/^\d+ states generated, (\d+) distinct states found/m);
  const broken = brokenIn(output, end);
  const held = output.includes("Model checking completed. No error has been found.");
  if (!count || (broken === null) === !held) throw new Error("TLC gave no verdict");
  return {
    broken,
    states: Number(count[1]),
    trace: broken === null ? [] : readTrace(output),
  };
}

function brokenIn(output: string, end: string): string | null {
  const named = output.match(/^Error: (?:Invariant|Action property) (\w+) is violated/m);
  if (named) return named[1] ?? null;
  return output.includes("Temporal properties were violated") ? end : null;
}

/** `State 2: <Open line 51, col 3 to ...>` and the variables below it, or `State 9: Stuttering`. */
function readTrace(output: string): TraceState[] {
  const heads = [...output.matchAll(/^(?:State \d+: |Back to state )(?:<)?([\w ]+?)(?: line .*|>|:.*)?$/gm)];
  return heads.map((head, index) => {
    const begin = (head.index ?? 0) + head[0].length;
    const block = output.slice(begin, heads[index + 1]?.index).split(/\n\s*\n/)[0] ?? "";
    const action = head[0].startsWith("Back") ? `back to state ${head[1]}` : (head[1] ?? "");
    return { action, variables: readVariables(block) };
  });
}

function readVariables(block: string): Record<string, Value> {
  const variables: Record<string, Value> = {};
  for (const part of block.split(/^\/\\ /m)) {
    const [, name, text] = part.match(/^(\w+) = ([\s\S]+)$/) ?? [];
    if (name && text) variables[name] = readValue(text);
  }
  return variables;
}
