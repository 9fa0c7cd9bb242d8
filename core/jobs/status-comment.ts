import type { Sha256 } from "../sha256.ts";

export type Reaction = "eyes" | "+1" | "-1" | "rocket";

/**
 * PREPARED: a comment may or may not be on GitHub. POSTED: it is there and its id is known. REMOVED: there should be
 * none; the id is that of the removed comment, if known. Records of earlier versions have none of the optional fields.
 */
export interface StatusComment {
  phase: "PREPARED" | "POSTED" | "REMOVED";
  id: number | null;
  /** Comments that carry the rest of a long answer, in order. */
  continuation_ids: number[];
  /** First comment of the thread on the diff that has all these comments; missing: the conversation has them. */
  thread?: number;
  /** Fingerprints of the current text, one for each part. */
  text?: string[];
  /** Fingerprints of our earlier texts: one that reappears is a late write, not a person's edit. */
  earlier?: string[];
  /** The text only says that the job is running. */
  provisional?: boolean;
  /** A write has started and its outcome is unknown. */
  writing?: boolean;
  /** The outcome of a write is unknown, so it may land late. */
  doubtful?: boolean;
  /** Reactions that we have tried to add to the command's comment; the last one belongs there. */
  reactions?: Reaction[];
  /** Set while the text shows a wait for a provider. */
  waiting?: Waiting;
  /** Set while the text shows what a run outside said. */
  progress?: Progress;
  /** Set while the text shows a place in the lane. */
  queued?: Queued;
}

/** What a run outside said about its progress. */
export interface Progress {
  /** Untrusted. */
  text: string;
  /** Time at which the comment showed it, ISO 8601 UTC. */
  at: string;
}

/** The place that the text shows while another job of the employee on the pull request runs. */
export interface Queued {
  /** From 1, among all waiting jobs. */
  place: number;
  of: number;
  /** ISO 8601 UTC. */
  since: string;
}

/** What a job waits for. */
export interface Waiting {
  /** Provider with the open circuit, for example `anthropic`. */
  provider: string;
  /** ISO 8601 UTC. */
  since: string;
  /** Approximate time at which the job fails if it still waits, ISO 8601 UTC. */
  until: string;
}

/** Enough for all texts of a dozen attempts. */
const keptFingerprints = 40;

const none: StatusComment = { phase: "PREPARED", id: null, continuation_ids: [] };

/** Identifies a comment's text. Ignores line ends and outer blanks, which GitHub may change. */
export function fingerprint(body: string, sha256: Sha256): string {
  return sha256(body.replaceAll("\r\n", "\n").trim()).slice(0, 16);
}

interface Writing {
  /** Fingerprints of the parts. */
  text: string[];
  provisional: boolean;
  reaction?: Reaction | undefined;
  waiting?: Waiting;
  progress?: Progress;
  queued?: Queued | undefined;
  /** Thread of the comments, null for the conversation. By default they stay where they are. */
  thread?: number | null;
}

/**
 * Returns the record before a write. Saving it requires a claim on the job, so the next owner of the job sees that a
 * write has started: without a record of its outcome it may land late, and the comment is doubtful.
 */
export function beginWriting(
  before: StatusComment | null,
  { text, provisional, reaction, waiting, progress, queued, thread }: Writing,
): StatusComment {
  const present = before?.phase === "REMOVED" ? none : (before ?? none);
  const { phase, id, continuation_ids } = present;
  const in_thread = thread === undefined ? present.thread : (thread ?? undefined);
  const known = [...(before?.earlier ?? []), ...(before?.text ?? [])];
  const earlier = [...new Set(known)].filter((one) => !text.includes(one)).slice(-keptFingerprints);
  const made = before?.reactions ?? [];
  const reactions = reaction ? [...made.filter((one) => one !== reaction), reaction] : made;
  return {
    ...{ phase, id, continuation_ids, text, earlier, reactions, writing: true },
    ...(in_thread !== undefined && { thread: in_thread }),
    ...(provisional && { provisional }),
    ...(isDoubtful(before) && { doubtful: true }),
    ...(waiting && { waiting }),
    ...(progress && { progress }),
    ...(queued && { queued }),
  };
}

/** Returns the record after a write with a known outcome. */
export function endWriting({ writing: _writing, ...record }: StatusComment, ids: number[]): StatusComment {
  const [id = null, ...continuation_ids] = ids;
  return { ...record, phase: "POSTED", id, continuation_ids };
}

/** Returns the record of comments that will be posted in another place, where there are none yet. */
export function withoutIds(record: StatusComment): StatusComment {
  return { ...record, ...none };
}

/** Returns the record of a job whose comment was removed, or will be as soon as it appears. */
export function removedComment(before: StatusComment, id: number | null): StatusComment {
  const { text = [], earlier = [], reactions = [], continuation_ids, thread } = before;
  return {
    ...{ phase: "REMOVED", id, continuation_ids, text, earlier, reactions },
    ...(thread !== undefined && { thread }),
    ...(isDoubtful(before) && { doubtful: true }),
  };
}

/** Returns the id of the visible comment; null if there is none or it was removed. */
export function visibleComment(comment: StatusComment | null): number | null {
  return comment?.phase === "REMOVED" ? null : (comment?.id ?? null);
}

/** Returns the fragment of the address of one of these comments on the pull request's page. */
export function commentFragment({ thread }: Pick<StatusComment, "thread">, id: number): string {
  return thread === undefined ? `issuecomment-${id}` : `discussion_r${id}`;
}

/** Returns whether a write of the comment may still land. */
export function isDoubtful(comment: StatusComment | null): boolean {
  if (!comment) return false;
  const { phase, writing = false, doubtful = false } = comment;
  return phase === "PREPARED" || writing || doubtful;
}

/**
 * Returns whether the record names every comment of its job. Each write is recorded by a claimed step before it starts,
 * so without a record there is no comment. Records of earlier versions, and those of writes with an unknown outcome, may
 * lack one.
 */
export function namesAllComments(comment: StatusComment | null): boolean {
  if (comment === null) return true;
  return comment.phase === "POSTED" && comment.text !== undefined && !isDoubtful(comment);
}
