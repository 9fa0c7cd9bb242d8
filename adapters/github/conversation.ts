import { type CommentKind, deletedUser, type ThreadMessage } from "../../core/github/pull-request.ts";
import type { LiveComment } from "../../core/github/repository-reader.ts";
import type { AuthorData, Connection, MessageData, PullData, ReviewData } from "./standing-query.ts";

/** Returns all messages of a pull request, oldest first; null if a part of them has further pages. */
export function conversationOf({ comments, reviewThreads, reviews }: PullData): ThreadMessage[] | null {
  const said = nodesOf(comments);
  const threads = nodesOf(reviewThreads)?.map((thread) => nodesOf(thread.comments));
  const reviewed = nodesOf(reviews);
  if (!said || !threads || !reviewed) return null;
  const onDiff = threads.flatMap((one) => one ?? []).sort((one, other) => idOf(one) - idOf(other));
  if (threads.includes(null)) return null;
  return [
    ...said.map((data) => message("issue_comment", data, data.createdAt)),
    ...onDiff.map((data) => message("pull_request_review_comment", data, data.createdAt)),
    ...reviewed.flatMap(reviewMessage),
  ].sort((one, other) => one.created_at.localeCompare(other.created_at));
}

/** Returns null if the list has further pages, or GitHub does not show it. */
function nodesOf<Node>(list: Connection<Node> | null | undefined): Node[] | null {
  if (!list?.nodes || list.pageInfo.hasNextPage) return null;
  return list.nodes.filter((node) => node !== null);
}

/** An approval without a comment has no text; an unsubmitted review has no time, and only its author sees it. */
function reviewMessage(data: ReviewData): ThreadMessage[] {
  if (data.body === "" || !data.submittedAt) return [];
  const dismissed = data.state === "DISMISSED" && { dismissed: true as const };
  return [{ ...message("pull_request_review", data, data.submittedAt), ...dismissed }];
}

function idOf({ fullDatabaseId }: Pick<MessageData, "fullDatabaseId">): number {
  return Number(fullDatabaseId);
}

function message(
  kind: CommentKind,
  { fullDatabaseId, author, body }: Pick<MessageData, "fullDatabaseId" | "author" | "body">,
  created_at: string,
): ThreadMessage {
  return { kind, id: idOf({ fullDatabaseId }), ...writtenBy(author), body, created_at };
}

/** Returns the author by the login of the REST API and of webhooks: GraphQL's logins of bots lack the `[bot]`. */
export function writtenBy(author: AuthorData | null | undefined): Pick<LiveComment, "author" | "bot"> {
  if (!author) return { author: deletedUser };
  return author.__typename === "Bot"
    ? { author: `${author.login}[bot]`, bot: true }
    : { author: author.login };
}
