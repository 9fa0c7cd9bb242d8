import type { Fault, FaultKind, Plan } from "./fault.ts";

/** The environment variable with a plan to replay. */
export const replayVariable = "SIMULATION_REPLAY";

/** `one-summary seed=7 12:crash-after 30:lost dispatchEvent=+5` */
export function formatPlan({ scenario, seed, faults, skews }: Plan): string {
  const clocks = Object.entries(skews).map(
    ([name, seconds]) => `${name}=${seconds < 0 ? "" : "+"}${seconds}`,
  );
  const hits = faults.map(({ call, kind }) => `${call}:${kind}`);
  return [scenario, `seed=${seed}`, ...hits, ...clocks].join(" ");
}

/** Parses the output of `formatPlan`. */
export function parsePlan(line: string): Plan {
  const [scenario = "", ...parts] = line.trim().split(/\s+/);
  const faults: Fault[] = [];
  const skews: Record<string, number> = {};
  let seed = 0;
  for (const part of parts) {
    const [, call, kind, name, value] = /^(?:(\d+):([a-z-]+)|(\w+)=([+-]?\d+))$/.exec(part) ?? [];
    if (call) faults.push({ call: Number(call), kind: kind as FaultKind });
    else if (name === "seed") seed = Number(value);
    else if (name) skews[name] = Number(value);
    else throw new Error(`Not a part of a plan: ${part}`);
  }
  return { scenario, seed, faults, skews };
}
