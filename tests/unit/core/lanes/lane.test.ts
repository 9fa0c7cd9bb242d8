import { describe, expect, test } from "@jest/globals";
import {
  askedAt,
  emptyLane,
  enterLane,
  isContended,
  type Lane,
  laneKey,
  laneOf,
  leaveLane,
  placeOf,
} from "../../../../core/lanes/lane.ts";
import { aLane, anEntry } from "../../../fakes/records/lane.ts";

const at = "2026-11-23T10:00:00.000Z";
const enterAll = (...minutes: number[]) =>
  minutes.reduce<Lane>((lane, minute) => enterLane(lane, anEntry(minute)), emptyLane);
const order = ({ holder, waiting }: Lane) => [holder?.job_id, ...waiting.map(({ job_id }) => job_id)];

describe("entering a lane", () => {
  test("the first job holds it; later ones wait in the order in which users asked", () => {
    expect(order(enterAll(5, 3, 9, 1))).toEqual(["job-5", "job-1", "job-3", "job-9"]);
  });

  test("equal times are ordered by the comment, then by the job", () => {
    const asked_at = anEntry(2).asked_at;
    const entries = [
      anEntry(9, { job_id: "b", asked_at, source_id: 7 }),
      anEntry(9, { job_id: "c", asked_at, source_id: 3 }),
      anEntry(9, { job_id: "a", asked_at, source_id: 7 }),
    ];
    expect(order(entries.reduce(enterLane, enterAll(1)))).toEqual(["job-1", "c", "a", "b"]);
  });

  test("a job that enters again keeps its place, and nothing changes", () => {
    const lane = enterAll(1, 2, 3);
    for (const minute of [1, 2, 3]) expect(enterLane(lane, anEntry(minute, { since: at }))).toBe(lane);
  });

  test("a later attempt takes the place of the earlier one and keeps since when it waits", () => {
    const lane = enterLane(enterAll(1, 2), anEntry(2, { attempt: 2, since: at }));
    expect(lane.waiting).toEqual([{ ...anEntry(2), attempt: 2 }]);
  });

  test("a job that is retried queues behind those that asked before the retry", () => {
    const retried = anEntry(2, { attempt: 2, asked_at: anEntry(8).asked_at });
    expect(order(enterLane(enterAll(1, 2, 3), retried))).toEqual(["job-1", "job-3", "job-2"]);
  });

  test("a holder that was handed the lane confirms that it has it", () => {
    const handed = leaveLane(enterAll(1, 2), anEntry(1), at);
    expect(handed).toMatchObject({ handed_over: true, holder: { job_id: "job-2" } });
    expect(enterLane(handed, anEntry(2))).toMatchObject({ handed_over: false, holder: { since: at } });
  });

  test("the lane remembers the latest request, even after it has left", () => {
    const lane = leaveLane(leaveLane(enterAll(5, 3), anEntry(5), at), anEntry(3), at);
    expect(lane).toMatchObject({ holder: null, latest: { job_id: "job-5" } });
  });
});

describe("leaving a lane", () => {
  test("the holder hands over to the first waiting job", () => {
    const lane = leaveLane(enterAll(1, 2, 3), anEntry(1), at);
    expect(lane.holder).toEqual({ ...anEntry(2), since: at });
    expect(order(lane)).toEqual(["job-2", "job-3"]);
  });

  test("a waiting job leaves its place", () => {
    expect(order(leaveLane(enterAll(1, 2, 3), anEntry(2), at))).toEqual(["job-1", "job-3"]);
  });

  test.each([
    ["a job that is not in it", anEntry(9)],
    ["an earlier attempt of the holder", { ...anEntry(1), attempt: 0 }],
    ["an earlier attempt of a waiting job", { ...anEntry(2), attempt: 0 }],
  ])("%s changes nothing", (_what, entry) => {
    const lane = enterAll(1, 2);
    expect(leaveLane(lane, entry, at)).toBe(lane);
  });

  test("a later attempt that never entered takes its earlier one out", () => {
    expect(order(leaveLane(enterAll(1, 2), { ...anEntry(1), attempt: 3 }, at))).toEqual(["job-2"]);
  });
});

test("places count the waiting jobs from 1", () => {
  const lane = enterAll(1, 2, 3);
  expect(["job-1", "job-2", "job-3"].map((id) => placeOf(lane, id))).toEqual([
    null,
    { place: 1, of: 2 },
    { place: 2, of: 2 },
  ]);
});

test.each([
  ["a job waits", enterAll(1, 2), true],
  ["its holder was handed it", aLane({ holder: anEntry(1), handed_over: true }), true],
  ["its holder runs", enterAll(1), false],
  ["it is empty", emptyLane, false],
])("a lane is contended: %s", (_what, lane, contended) => {
  expect(isContended(lane)).toBe(contended);
});

test("a key names the repository by its ID, the pull request and the employee", () => {
  const place = { repo_id: 77, pr_number: 7, employee: "security" };
  expect(laneKey(place)).toBe("lane#77#7#security");
  expect(laneOf("lane#77#7#security")).toEqual(place);
});

test("a user asked when the comment was written, or at the retry; GitHub's form of a time becomes ours", () => {
  const source = { kind: "issue_comment", id: 1, created_at: "2026-11-23T10:00:00+01:00" } as const;
  expect(askedAt({ source })).toBe("2026-11-23T09:00:00.000Z");
  expect(askedAt({ source, retried_at: at })).toBe(at);
});
