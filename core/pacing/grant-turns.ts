import { takeTurns } from "../take-turns.ts";
import { costOfAnswer, hasRoom, type Pace, type PaceLimits, roomIn, spend } from "./pace.ts";
import type { Waiter } from "./pace-store.ts";

/**
 * Returns waiting answers in the order in which they get tokens: repositories take turns, the one after the repository
 * that was served last first; within one, the order stays.
 */
export function inTurn<Item extends Pick<Waiter, "repo_id">>(
  waiters: readonly Item[],
  last_repo: number | null,
): Item[] {
  const hasTurn = ({ repo_id }: Item) => (last_repo === null || repo_id > last_repo ? 0 : 1);
  const sorted = waiters.toSorted((a, b) => hasTurn(a) - hasTurn(b) || a.repo_id - b.repo_id);
  return takeTurns(sorted, ({ repo_id }) => repo_id);
}

/**
 * Grants tokens to waiting answers in this order until one does not fit: a long one is not passed over. Returns the pace
 * after that and the number of granted answers.
 */
export function grantTokens(
  pace: Pace,
  due: readonly (Pick<Waiter, "repo_id"> & { writes: number })[],
  limits: PaceLimits,
  now: number,
): { next: Pace; result: number } {
  let next = pace;
  let granted = 0;
  for (const { repo_id, writes } of due) {
    const cost = costOfAnswer(writes, limits);
    if (!hasRoom(roomIn(next, limits, now), limits, "answer", cost)) break;
    next = { ...spend(next, cost, now), last_repo: repo_id };
    granted += 1;
  }
  return { next, result: granted };
}
