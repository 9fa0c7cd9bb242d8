import { beforeEach, describe, expect, test } from "@jest/globals";
import { emptyLane } from "../../../core/lanes/lane.ts";
import type { LaneStore } from "../../../core/lanes/lane-store.ts";
import { aLane, anEntry } from "../records/lane.ts";

const held = aLane({ holder: anEntry(1), latest: { job_id: "job-1", asked_at: "2026", source_id: 1 } });
const busy = aLane({ holder: anEntry(1), waiting: [anEntry(2), anEntry(3)] });

/** The contract of every LaneStore. */
export function laneStoreContract(name: string, create: () => LaneStore): void {
  describe(`${name} as a lane store`, () => {
    let store: LaneStore;
    let count = 0;
    let key: string;

    beforeEach(() => {
      count += 1;
      key = `lane#${count}#7#security`;
      store = create();
    });

    test("a lane that was never written is empty", async () => {
      expect(await store.read(key)).toEqual(emptyLane);
    });

    test("a lane has the state of its last change and the next version", async () => {
      expect(await store.replace(key, emptyLane, held)).toBe(true);
      expect(await store.read(key)).toEqual({ ...held, version: 1 });
      expect(await store.replace(key, { ...held, version: 1 }, busy)).toBe(true);
      expect(await store.read(key)).toEqual({ ...busy, version: 2 });
    });

    test("a writer that read an earlier version changes nothing", async () => {
      await store.replace(key, emptyLane, held);
      await store.replace(key, await store.read(key), busy);
      expect(await store.replace(key, emptyLane, held)).toBe(false);
      expect(await store.replace(key, { ...held, version: 1 }, held)).toBe(false);
      expect(await store.read(key)).toEqual({ ...busy, version: 2 });
    });

    test("a writer that read an empty lane changes nothing after the lane was used", async () => {
      await store.replace(key, emptyLane, held);
      await store.replace(key, await store.read(key), { ...held, holder: null });
      expect(await store.replace(key, emptyLane, held)).toBe(false);
    });

    test("one of many concurrent changes succeeds", async () => {
      await store.replace(key, emptyLane, held);
      const known = await store.read(key);
      const changes = Array.from({ length: 20 }, () => store.replace(key, known, busy));
      expect((await Promise.all(changes)).filter((done) => done)).toHaveLength(1);
    });

    test("only lanes in which a job waits or was handed the lane are contended", async () => {
      await store.replace(`${key}-held`, emptyLane, held);
      await store.replace(`${key}-busy`, emptyLane, busy);
      await store.replace(`${key}-handed`, emptyLane, { ...held, handed_over: true });
      await store.replace(key, emptyLane, busy);
      await store.replace(key, await store.read(key), held);
      const own = (await store.contended(1_000)).filter((one) => one.startsWith(key));
      expect(own.sort()).toEqual([`${key}-busy`, `${key}-handed`]);
    });

    test("an attempt has all tokens that were stored for it", async () => {
      const turn = { job_id: `job-${count}`, attempt: 1 };
      expect(await store.turns(turn)).toEqual([]);
      for (const token of ["token-1", "token-2", "token-1"]) await store.saveTurn(turn, token);
      expect((await store.turns(turn)).sort()).toEqual(["token-1", "token-2"]);
      expect(await store.turns({ ...turn, attempt: 2 })).toEqual([]);
    });
  });
}
