import { knownCircuits, readCircuits } from "../circuits/read-circuits.ts";
import type { Stack } from "../find-stack.ts";
import { doubtful, type Finding, good } from "../finding.ts";
import { moment } from "../time.ts";

export async function checkCircuits(stack: Stack): Promise<Finding[]> {
  const circuits = await readCircuits(stack, await knownCircuits(stack));
  const open = circuits.filter(({ state }) => state !== "closed");
  if (open.length === 0) return [good("circuits", "all closed")];
  return open.map(({ provider, key, state, until, reason }) => {
    const detail = `${provider} ${key} is ${state} until ${moment(until, Date.now())}: ${reason}`;
    return doubtful("circuits", detail, "Its jobs wait. It closes by itself, or by circuit close.");
  });
}
