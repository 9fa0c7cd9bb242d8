import { emptyLane, type Lane, type LaneEntry } from "../../../core/lanes/lane.ts";

/** A job that asked in the given minute. */
export function anEntry(minute: number, entry: Partial<LaneEntry> = {}): LaneEntry {
  const asked_at = new Date(Date.UTC(2026, 10, 23, 9, minute)).toISOString();
  return { job_id: `job-${minute}`, attempt: 1, asked_at, source_id: minute, since: asked_at, ...entry };
}

/** A lane that has changed once. */
export function aLane(lane: Partial<Lane> = {}): Lane {
  return { ...emptyLane, version: 1, ...lane };
}
