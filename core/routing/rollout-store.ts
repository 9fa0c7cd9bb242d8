import type { RolloutPolicy } from "./routing-policy.ts";

/** One change of the rollout, with its entry in the audit trail. */
export interface RolloutVersion {
  /** Counts from 1; 0 is the deployed rollout. */
  version: number;
  /** Null for the deployed rollout of `workflows/routing.yml`. */
  policy: RolloutPolicy | null;
  /** ISO 8601 UTC. */
  changed_at: string;
  /** `operator:<name>`. */
  changed_by: string;
  reason: string;
  /** Version that this change restores, 0 for the deployed one; null for a new policy. */
  back_to: number | null;
}

/** Metadata of a change. */
interface RolloutChange extends Pick<RolloutVersion, "policy" | "changed_by" | "reason"> {
  back_to?: number | null;
}

/** Port: stores the rollout, which operators change without a deployment. Throws RetryableError if it does not answer. */
export interface RolloutStore {
  /** Returns the current version; null until an operator changes the deployed rollout. */
  current(): Promise<RolloutVersion | null>;
  /** Stores the version after `known`. Returns null if another operator has changed it since. */
  replace(known: number, next: RolloutChange): Promise<RolloutVersion | null>;
  /** Returns the versions, newest first, including the current one. */
  history(limit: number): Promise<RolloutVersion[]>;
}
