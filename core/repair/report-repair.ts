import type { LogIds } from "../jobs/log-ids.ts";

/** What a sweep repaired or gave up on: the field `what` of the log line. */
export type Repair =
  | "resent"
  | "redelivery_asked"
  | "redelivery_given_up"
  | "job_restarted"
  | "job_given_up"
  | "duplicate_removed"
  | "answer_restored"
  | "cancellation_told"
  | "waiting_told"
  | "result_signalled"
  | "progress_told"
  | "check_run_repaired"
  | "lane_handed_over"
  | "place_told"
  | "workflow_failed";

/** Port: reports a repair. */
export type ReportRepair = (what: Repair, ids: LogIds) => void;
