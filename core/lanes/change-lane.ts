import { RetryableError } from "../errors.ts";
import type { Lane } from "./lane.ts";
import type { LaneStore } from "./lane-store.ts";

/** Many jobs may enter a lane at the same time, and each write lets one of them through. */
const maxWriteAttempts = 20;

/**
 * Changes a lane by a pure transition, again on the newer lane if another writer was faster. Writes nothing if the
 * transition returns the lane itself. `read`: the lane if the caller has just read it. Returns the lane as it is now.
 * Throws RetryableError if others are always faster.
 */
export async function changeLane(
  key: string,
  transition: (lane: Lane) => Lane,
  { lanes }: { lanes: Pick<LaneStore, "read" | "replace"> },
  read?: Lane,
): Promise<Lane> {
  for (let tried = 0; tried < maxWriteAttempts; tried += 1) {
    const known = tried === 0 && read ? read : await lanes.read(key);
    const next = transition(known);
    if (next === known) return known;
    if (await lanes.replace(key, known, next)) return { ...next, version: known.version + 1 };
  }
  throw new RetryableError("lane_busy", "Other jobs keep changing the lane");
}
