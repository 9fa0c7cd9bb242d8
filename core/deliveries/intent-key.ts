import { canonicalJson } from "../canonical-json.ts";
import type { Sha256 } from "../sha256.ts";

export interface IntentParts {
  repo_id: number;
  event_type: string;
  pr_number: number;
  comment_id: number | null;
  action: string;
  /** Only for `edited`: when and what, so that two edits are two intents. */
  edit?: { updated_at: string; body: string };
}

/** The semantic identity of a request: equal for every delivery and redelivery that asks for the same thing. */
export function intentKey(parts: IntentParts, sha256: Sha256): string {
  const identity: unknown[] = [
    parts.repo_id,
    parts.event_type,
    parts.pr_number,
    parts.comment_id,
    parts.action,
  ];
  if (parts.edit) identity.push(parts.edit.updated_at, sha256(parts.edit.body));
  return sha256(canonicalJson(identity));
}
