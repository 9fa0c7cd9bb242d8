import { describe, expect, test } from "@jest/globals";
import { grantTokens, inTurn } from "../../../../core/pacing/grant-turns.ts";
import { newPace, roomIn, spend } from "../../../../core/pacing/pace.ts";

const limits = { perMinute: 20, perHour: 100 };
const now = Date.parse("2026-11-23T09:00:00Z");
const waiters = (repo_id: number, count: number) =>
  Array.from({ length: count }, (_, n) => ({ repo_id, writes: 1, name: `${repo_id}-${n + 1}` }));
const names = (list: { name: string }[]) => list.map(({ name }) => name);

describe("the order of grants", () => {
  test("repositories take turns, and the first that came is the first of its repository", () => {
    const list = [...waiters(3, 3), ...waiters(1, 1), ...waiters(2, 2)];
    expect(names(inTurn(list, null))).toEqual(["1-1", "2-1", "3-1", "2-2", "3-2", "3-3"]);
  });

  test("begins after the repository that was served last", () => {
    const list = [...waiters(1, 2), ...waiters(2, 1), ...waiters(3, 1)];
    expect(names(inTurn(list, 1))).toEqual(["2-1", "3-1", "1-1", "1-2"]);
    expect(names(inTurn(list, 3))).toEqual(["1-1", "2-1", "3-1", "1-2"]);
  });

  test("serves every repository as often, whatever fits into one round", () => {
    const left = [1, 2, 3, 4, 5].flatMap((repo) => waiters(repo, 9));
    const served: number[] = [];
    let last: number | null = null;
    for (let round = 0; round < 10; round += 1) {
      for (const chosen of inTurn(left, last).slice(0, 3)) {
        left.splice(left.indexOf(chosen), 1);
        served.push(chosen.repo_id);
        last = chosen.repo_id;
      }
    }
    expect(new Set(served.slice(0, 5)).size).toBe(5);
    expect([1, 2, 3, 4, 5].map((repo) => served.filter((one) => one === repo).length)).toEqual([
      6, 6, 6, 6, 6,
    ]);
  });
});

describe("grantTokens", () => {
  test("grants in order until the tokens that answers may take are used up", () => {
    const { next, result } = grantTokens(newPace, waiters(1, 30), limits, now);
    expect(result).toBe(19);
    expect(roomIn(next, limits, now).minute).toBe(1);
    expect(next.last_repo).toBe(1);
  });

  test("does not pass over an answer that needs more than is left", () => {
    const due = [
      { repo_id: 1, writes: 15 },
      { repo_id: 2, writes: 6 },
      { repo_id: 3, writes: 1 },
    ];
    const { next, result } = grantTokens(newPace, due, limits, now);
    expect(result).toBe(1);
    expect(next.last_repo).toBe(1);
  });

  test("grants an answer that is longer than the limit as soon as the limit is unused", () => {
    expect(grantTokens(newPace, [{ repo_id: 1, writes: 500 }], limits, now).result).toBe(1);
    const used = spend(newPace, 1, now);
    expect(grantTokens(used, [{ repo_id: 1, writes: 500 }], limits, now).result).toBe(0);
  });
});
