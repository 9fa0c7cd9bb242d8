import { emptyLane, isContended, type Lane } from "../../core/lanes/lane.ts";
import type { LaneStore } from "../../core/lanes/lane-store.ts";
import { deepCopy } from "./deep-copy.ts";

export interface FakeLaneStore extends LaneStore {
  /** Every lane that was ever written, by its key. */
  lanes: Map<string, Lane>;
}

/** The lanes and turns in memory. */
export function createFakeLaneStore(): FakeLaneStore {
  const lanes = new Map<string, Lane>();
  const turns = new Map<string, string[]>();
  const turnKey = ({ job_id, attempt }: { job_id: string; attempt: number }) => `${job_id}#${attempt}`;
  return {
    lanes,
    read: async (key) => deepCopy(lanes.get(key) ?? emptyLane),

    async replace(key, known, next) {
      if ((lanes.get(key) ?? emptyLane).version !== known.version) return false;
      // The lane that changed last is the last one of the map.
      lanes.delete(key);
      lanes.set(key, deepCopy({ ...next, version: known.version + 1 }));
      return true;
    },

    contended: async (limit) =>
      [...lanes].flatMap(([key, lane]) => (isContended(lane) ? [key] : [])).slice(0, limit),

    async saveTurn(turn, token) {
      turns.set(turnKey(turn), [...new Set([...(turns.get(turnKey(turn)) ?? []), token])]);
    },

    turns: async (of) => [...(turns.get(turnKey(of)) ?? [])],
  };
}
