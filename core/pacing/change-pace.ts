import { RetryableError } from "../errors.ts";
import type { Pace } from "./pace.ts";
import type { PaceStore } from "./pace-store.ts";

/** Many steps may take tokens at the same time, and each write lets one of them through. */
const maxWriteAttempts = 20;

/**
 * Changes the pace of an installation, again on the newer pace if another writer was faster. Writes nothing if the
 * transition returns the pace itself. Returns the result of the transition. Throws RetryableError if others are always
 * faster.
 */
export async function changePace<Result>(
  installation: number,
  transition: (pace: Pace) => { next: Pace; result: Result },
  { paces }: { paces: Pick<PaceStore, "read" | "replace"> },
): Promise<Result> {
  for (let tried = 0; tried < maxWriteAttempts; tried += 1) {
    const known = await paces.read(installation);
    const { next, result } = transition(known);
    if (next === known || (await paces.replace(installation, known, next))) return result;
  }
  throw new RetryableError("pace_busy", "Other steps keep taking tokens of the installation");
}
