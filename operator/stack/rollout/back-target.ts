import type { RolloutVersion } from "../../../core/routing/rollout-store.ts";

/**
 * Returns the version to which `rollout back` returns: the one in force before the last change that is not undone yet.
 * 0 is the deployed rollout; null if every change is undone. Stops at a gap in the history.
 */
export function backTarget(history: readonly Pick<RolloutVersion, "version" | "back_to">[]): number | null {
  // A version that undid a change counts as the version that it restored.
  const standsFor = new Map(history.map(({ version, back_to }) => [version, back_to ?? version]));
  const newest = Math.max(0, ...standsFor.keys());
  const now = standsFor.get(newest) ?? 0;
  if (now === 0) return null;
  return standsFor.get(now - 1) ?? 0;
}
