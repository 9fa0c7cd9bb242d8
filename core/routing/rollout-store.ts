import type { RolloutPolicy } from "./routing-policy.ts";

/** One change of the rollout: what is in force from then on, and the audit trail's entry. */
export interface RolloutVersion {
  /** Counts from 1; 0 is what was deployed. */
  version: number;
  /** Null: what `workflows/routing.yml` says in the deployed code. */
  policy: RolloutPolicy | null;
  /** ISO 8601 UTC. */
  changed_at: string;
  /** `operator:<name>`. */
  changed_by: string;
  reason: string;
  /** The version whose policy it restores, 0 for the deployed one; null for a new policy. */
  back_to: number | null;
}

/** Metadata of a change. */
export interface RolloutChange extends Pick<RolloutVersion, "policy" | "changed_by" | "reason"> {
  back_to?: number | null;
}

/** Port: the rollout that operators change without a deployment. Throws RetryableError when it does not answer. */
export interface RolloutStore {
  /** What is in force; null while nobody has changed what was deployed. */
  current(): Promise<RolloutVersion | null>;
  /** Puts the version after `known` in force. Null when somebody else was faster. */
  replace(known: number, next: RolloutChange): Promise<RolloutVersion | null>;
  /** Newest first, what is in force among them. */
  history(limit: number): Promise<RolloutVersion[]>;
}
