import type { JobState } from "./job-state.ts";

/** One transition of a job: the item `EVENT#<n>` of the audit trail. */
export interface JobEvent {
  n: number;
  from: JobState | null;
  to: JobState;
  /** ISO 8601 UTC. */
  at: string;
  /** A function, or a person as `operator:<name>` or `github:<login>`. */
  actor: string;
  /** A code, the name of a routing rule, or a person's own words. */
  reason: string;
  /** The known ids of delivery, message, execution and comment. */
  ids: Record<string, string | number>;
}

/** A person who changed a job. */
export interface Person {
  /** `operator`: with the command line or the console. `github`: with a comment. */
  kind: "operator" | "github";
  /** The operator's name, or the login. */
  name: string;
}

/** Returns the person that an event's actor names; null for a function. */
export function personOf(actor: string): Person | null {
  const [, kind, name = ""] = /^(operator|github):(.+)$/.exec(actor) ?? [];
  return kind === "operator" || kind === "github" ? { kind, name } : null;
}
