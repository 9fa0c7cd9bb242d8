import canonicalize from "canonicalize";
import type { Sha256 } from "../sha256.ts";

export interface IntentParts {
  repo_id: number;
  event_type: string;
  pr_number: number | null;
  comment_id: number | null;
  action: string;
  /** Only for a button: its name, and a time that is different for every attempt of the job. */
  click?: { button: string; attempt: string };
  /** Only for `edited`: the time and the text, so that two edits are two intents. */
  edit?: { updated_at: string; body: string };
}

/** Returns the semantic identity of a request, 64 hexadecimal digits: equal for all its deliveries and redeliveries. */
export function intentKey(parts: IntentParts, sha256: Sha256): string {
  const { repo_id, event_type, pr_number, comment_id, action, click, edit } = parts;
  // The package would write undefined as null: the type and the payload's schema keep it out.
  const identity: (string | number | null)[] = [repo_id, event_type, pr_number, comment_id, action];
  if (click) identity.push(click.button, click.attempt);
  if (edit) identity.push(edit.updated_at, sha256(edit.body));
  return sha256(canonicalize(identity) as string);
}
