import type { Reaction, StatusComment, Waiting } from "../jobs/job.ts";
import type { Sha256 } from "../sha256.ts";

/** Enough for every text of a dozen attempts. */
const keptFingerprints = 40;

const none: StatusComment = { phase: "PREPARED", id: null, continuation_ids: [] };

/** Tells whether a comment says a text. Line ends and outer blanks do not count: GitHub may change them. */
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
 * The record before a write. Saving it is conditional on holding the job, so whoever takes the job over next reads that
 * a write was begun: without a record of its end it may land late, and the comment is doubtful.
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

/** The record after a write that was answered. */
export function endWriting({ writing: _writing, ...begun }: StatusComment, ids: number[]): StatusComment {
  const [id = null, ...continuation_ids] = ids;
  return { ...begun, phase: "POSTED", id, continuation_ids };
}

/** The record of a job whose comment was taken away, or is to be as soon as it shows. */
export function removedComment(before: StatusComment, id: number | null): StatusComment {
  const { text = [], earlier = [], reactions = [], continuation_ids } = before;
  return {
    ...{ phase: "REMOVED", id, continuation_ids, text, earlier, reactions },
    ...(isDoubtful(before) && { doubtful: true }),
  };
}

/** The id of the comment that people can see; null when there is none, or it was removed. */
export function visibleComment(comment: StatusComment | null): number | null {
  return comment?.phase === "REMOVED" ? null : (comment?.id ?? null);
}

/** Whether a write of the comment may still land. */
export function isDoubtful(comment: StatusComment | null): boolean {
  if (!comment) return false;
  const { phase, writing = false, doubtful = false } = comment;
  return phase === "PREPARED" || writing || doubtful;
}
