import type { Ids } from "../jobs/correlation.ts";

/** What a sweep has put right, or given up: the values of the metric `Repaired`. */
export type Repair =
  | "resent"
  | "redelivery_asked"
  | "redelivery_given_up"
  | "job_restarted"
  | "job_given_up"
  | "duplicate_removed"
  | "answer_restored"
  | "cancellation_told"
  | "waiting_told";

/** Port: somebody hears of it. */
export type NoteRepair = (what: Repair, ids: Ids) => void;
