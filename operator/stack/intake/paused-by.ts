import type { Operation, OperationLog } from "../operations/operation-log.ts";
import { moment } from "../time.ts";

/** The pause that lasts, as far as it was made by `pause`; null after a `resume`. */
export async function lastPause(log: OperationLog): Promise<Operation | null> {
  const [last] = await log.latest(1, ["pause", "resume"]);
  return last?.kind === "pause" ? last : null;
}

export function pausedBy({ actor, at, reason }: Operation, now: number): string {
  return `by ${actor} since ${moment(at, now)}: ${reason}`;
}
