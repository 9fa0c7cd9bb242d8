import {
  type CommentPlace,
  type PullRequestWriter,
  threadGone,
} from "../../core/answering/pull-request-writer.ts";
import { RetryableError } from "../../core/errors.ts";
import type { CommandSource } from "../../core/github/pull-request.ts";
import type { Reaction } from "../../core/jobs/status-comment.ts";

export interface PostedComment {
  id: number;
  body: string;
  /** Whether GitHub reports that our App created it. */
  ours: boolean;
  created_at: string;
  /** The first comment of its thread; null in the conversation. */
  thread: number | null;
  /** It exists, but the list of comments does not show it yet. */
  unlisted: boolean;
}

/**
 * before: fails without an effect. landed: takes effect, and the response is lost. late: the same, and the
 * list does not show it until `settle`.
 */
export type WriteFault = "before" | "landed" | "late";

export interface FakePullRequestWriter extends PullRequestWriter {
  comments: PostedComment[];
  /** First comments of threads that were deleted: GitHub accepts no reply there. */
  goneThreads: Set<number>;
  /** Our reactions by id. */
  reactions: Map<number, Reaction>;
  /** Every call that reached GitHub, in order. */
  calls: string[];
  /** Lets the next call of that method fail. */
  fault(
    method: Exclude<keyof PullRequestWriter, "ownComments" | "ownReactions">,
    fault: WriteFault | Error,
  ): void;
  /** Another user posts a comment. */
  stranger(body: string): PostedComment;
  /** Adds a comment of ours with that time. */
  earlier(body: string, created_at?: string, thread?: number): PostedComment;
  /** A user deletes a comment. */
  remove(id: number): void;
  /** Lets the list show everything. */
  settle(): void;
  /** The bodies of our comments that the pull request shows. */
  bodies(): string[];
}

const now = "2026-11-23T09:00:05Z";

/** A pull request's comments in memory, as our App reads and writes them. */
export function createFakePullRequestWriter(): FakePullRequestWriter {
  const comments: PostedComment[] = [];
  const goneThreads = new Set<number>();
  const reactions = new Map<number, Reaction>();
  const calls: string[] = [];
  const faults: { method: string; fault: WriteFault | Error }[] = [];
  let lastId = 100;

  function post(
    body: string,
    ours: boolean,
    { created_at = now, unlisted = false, thread = null as number | null } = {},
  ): PostedComment {
    lastId += 1;
    const comment = { id: lastId, body, ours, created_at, thread, unlisted };
    comments.push(comment);
    return comment;
  }

  function remove(id: number): void {
    const index = comments.findIndex((comment) => comment.id === id);
    if (index >= 0) comments.splice(index, 1);
  }

  /** The comments of a place: those of all threads share one list. */
  function inPlace({ thread }: CommentPlace): PostedComment[] {
    return comments.filter((comment) => (comment.thread === null) === (thread === null));
  }

  function addReaction({ kind }: CommandSource, reaction: Reaction): number | null {
    if (kind === "pull_request_review") return null;
    const there = [...reactions].find(([, known]) => known === reaction);
    if (there) return there[0];
    lastId += 1;
    reactions.set(lastId, reaction);
    return lastId;
  }

  async function write<Result>(method: string, effect: (late: boolean) => Result): Promise<Result> {
    calls.push(method);
    const index = faults.findIndex((planned) => planned.method === method);
    const [hit] = index >= 0 ? faults.splice(index, 1) : [];
    if (hit?.fault instanceof Error) throw hit.fault;
    if (hit?.fault === "before") throw new RetryableError("github_failed", "GitHub failed (HTTP 502)");
    const result = effect(hit?.fault === "late");
    if (hit) throw new RetryableError("github_unreachable", "GitHub did not answer");
    return result;
  }

  return {
    comments,
    goneThreads,
    reactions,
    calls,
    fault: (method, fault) => void faults.push({ method, fault }),
    stranger: (body) => post(body, false),
    earlier: (body, created_at, thread) => post(body, true, { created_at, thread: thread ?? null }),
    remove,
    settle() {
      for (const comment of comments) comment.unlisted = false;
    },
    bodies: () => comments.filter(({ ours }) => ours).map(({ body }) => body),

    async ownComments(place, since) {
      calls.push("ownComments");
      return inPlace(place)
        .filter(({ ours, unlisted, created_at }) => ours && !unlisted && created_at >= since)
        .map(({ id, body }) => ({ id, body }));
    },
    createComment: ({ thread }, body) =>
      write("createComment", (unlisted) => {
        if (thread !== null && goneThreads.has(thread)) throw threadGone(null);
        return post(body, true, { thread, unlisted }).id;
      }),
    updateComment: (place, id, body) =>
      write("updateComment", () => {
        const comment = inPlace(place).find((one) => one.id === id);
        if (comment) comment.body = body;
        return comment !== undefined;
      }),
    deleteComment: (place, id) =>
      write("deleteComment", () => {
        if (inPlace(place).some((one) => one.id === id)) remove(id);
      }),
    react: (_target, source, reaction) => write("react", () => addReaction(source, reaction)),
    replaceReaction: (_target, source, reaction, { others }) =>
      write("replaceReaction", () => {
        for (const [id, kind] of reactions) if (others.includes(kind)) reactions.delete(id);
        return addReaction(source, reaction);
      }),
    async ownReactions() {
      calls.push("ownReactions");
      return [...reactions].map(([id, reaction]) => ({ id, reaction }));
    },
    unreact: (_target, _source, id) => write("unreact", () => void reactions.delete(id)),
  };
}
