import type { RolloutVersion } from "../../../functions/core/routing/rollout-store.ts";

/**
 * The version that going back leads to: the one in force before the last change that is not taken back yet. 0 is what was
 * deployed; null when every change is taken back. Throws nothing for a gap in the history: it ends there.
 */
export function backTarget(history: readonly Pick<RolloutVersion, "version" | "back_to">[]): number | null {
  // A version that went back stands for the one that it went back to.
  const standsFor = new Map(history.map(({ version, back_to }) => [version, back_to ?? version]));
  const newest = Math.max(0, ...standsFor.keys());
  const now = standsFor.get(newest) ?? 0;
  if (now === 0) return null;
  return standsFor.get(now - 1) ?? 0;
}
