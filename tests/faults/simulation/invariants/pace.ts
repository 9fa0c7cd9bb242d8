import { isUndisturbed } from "../faults/fault.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { World } from "../world.ts";

const minute = 60_000;
/** A lost response costs a second write without a token, and a late one lands in another minute. */
const extraPerFault = 3;

/** No more content writes reach GitHub in any minute or hour than its limits allow, except for those that a fault adds. */
export function keepsPace({ contentWrites, paceLimits, plan, ownFaults }: World): string[] {
  const extra = extraPerFault * (plan.faults.length + ownFaults.length);
  const over = (unit: string, lengthMs: number, limit: number) => {
    const most = mostIn(contentWrites, lengthMs);
    return most > limit + extra ? [`${most} content writes reach GitHub in ${unit}`] : [];
  };
  return [
    ...over("a minute", minute, paceLimits.perMinute),
    ...over("an hour", 60 * minute, paceLimits.perHour),
  ];
}

/** Without faults and lost comments, every content write has a token. */
export function writesHaveTokens(
  { contentWrites, stores, plan, ownFaults }: World,
  { lostByHuman = false, moves = false }: Scenario,
): string[] {
  if (lostByHuman || moves) return [];
  const first = contentWrites[0] ?? 0;
  const last = contentWrites.at(-1) ?? 0;
  // The pace of an installation knows the last hour.
  if (!isUndisturbed(plan) || ownFaults.length > 0 || last - first > 50 * minute) return [];
  const taken = [...stores.paces.paces.values()]
    .flatMap(({ hour }) => Object.values(hour))
    .reduce((sum, tokens) => sum + tokens, 0);
  if (taken >= contentWrites.length) return [];
  return [`${contentWrites.length} content writes have ${taken} tokens`];
}

/** The most times in any window of that length. */
function mostIn(times: readonly number[], lengthMs: number): number {
  let first = 0;
  return times.reduce((most, at, last) => {
    while ((times[first] ?? at) <= at - lengthMs) first += 1;
    return Math.max(most, last - first + 1);
  }, 0);
}
