import type { GitHubStore } from "./github-store.ts";
import type { Comment, Reaction, ReactionContent, User } from "./records.ts";
import { timestamp } from "./timestamps.ts";

export const reactionContents: readonly ReactionContent[] = [
  "+1",
  "-1",
  "laugh",
  "confused",
  "heart",
  "hooray",
  "rocket",
  "eyes",
];

/** Adds a reaction; a user has each reaction at most once, so a second call returns the existing one. */
export function addReaction(
  store: GitHubStore,
  comment: Comment,
  user: User,
  content: ReactionContent,
): { reaction: Reaction; created: boolean } {
  const existing = [...comment.reactions.values()].find((r) => r.user === user && r.content === content);
  if (existing) return { reaction: existing, created: false };
  const reaction = { id: store.ids.nextReaction(), user, content, createdAt: timestamp() };
  comment.reactions.set(reaction.id, reaction);
  return { reaction, created: true };
}

export function countReactions(comment: Comment): Record<ReactionContent, number> & { total_count: number } {
  const counts = Object.fromEntries(reactionContents.map((content) => [content, 0]));
  for (const { content } of comment.reactions.values()) counts[content] = (counts[content] ?? 0) + 1;
  return { total_count: comment.reactions.size, ...(counts as Record<ReactionContent, number>) };
}
