import type { Sha256 } from "../sha256.ts";
import type { Reaction, StatusComment, Waiting } from "./job.ts";

/** Enough for all texts of a dozen attempts. */
const keptFingerprints = 40;

const none: StatusComment = { phase: "PREPARED", id: null, continuation_ids: [] };

/** Identifies a comment's text. Ignores line ends and outer blanks, which GitHub may change. */
export function fingerprint(body: string, sha256: Sha256): string {
  return sha256(body.replaceAll("\r\n", "\n").trim()).slice(0, 16);
}

export interface Writing {
  /** Fingerprints of the parts. */
  text: string[];
  provisional: boolean;
  reaction?: Reaction | undefined;
  waiting?: Waiting;
}

/**
 * Returns the record before a write. Saving it requires a claim on the job, so the next owner of the job sees that a
 * write has started: without a record of its outcome it may land late, and the comment is doubtful.
 */
export function beginWriting(
  before: StatusComment | null,
  { text, provisional, reaction, waiting }: Writing,
): StatusComment {
  const { phase, id, continuation_ids } = before?.phase === "REMOVED" ? none : (before ?? none);
  const known = [...(before?.earlier ?? []), ...(before?.text ?? [])];
  const earlier = [...new Set(known)].filter((one) => !text.includes(one)).slice(-keptFingerprints);
  const made = before?.reactions ?? [];
  const reactions = reaction ? [...made.filter((one) => one !== reaction), reaction] : made;
  return {
    ...{ phase, id, continuation_ids, text, earlier, reactions, writing: true },
    ...(provisional && { provisional }),
    ...(isDoubtful(before) && { doubtful: true }),
    ...(waiting && { waiting }),
  };
}

/** Returns the record after a write with a known outcome. */
export function endWriting({ writing: _writing, ...begun }: StatusComment, ids: number[]): StatusComment {
  const [id = null, ...continuation_ids] = ids;
  return { ...begun, phase: "POSTED", id, continuation_ids };
}

/** Returns the record of a job whose comment was removed, or will be as soon as it appears. */
export function removedComment(before: StatusComment, id: number | null): StatusComment {
  const { text = [], earlier = [], reactions = [], continuation_ids } = before;
  return {
    ...{ phase: "REMOVED", id, continuation_ids, text, earlier, reactions },
    ...(isDoubtful(before) && { doubtful: true }),
  };
}

/** Returns the id of the visible comment; null if there is none or it was removed. */
export function visibleComment(comment: StatusComment | null): number | null {
  return comment?.phase === "REMOVED" ? null : (comment?.id ?? null);
}

/** Returns whether a write of the comment may still land. */
export function isDoubtful(comment: StatusComment | null): boolean {
  if (!comment) return false;
  const { phase, writing = false, doubtful = false } = comment;
  return phase === "PREPARED" || writing || doubtful;
}
