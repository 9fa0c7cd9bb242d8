import { loginIfMentioned, type ParsedCommand, parseComment } from "../commands/parse-comment.ts";
import type { Sender } from "../deliveries/envelope.ts";
import { reaches } from "../github/permission.ts";
import { deletedUser, type PullRequestTarget } from "../github/pull-request.ts";
import type { RepositoryReader } from "../github/repository-reader.ts";
import type { Refusal } from "../jobs/job.ts";
import { authorOf, isBot } from "./bots.ts";
import { permissionRefusal } from "./held-permission.ts";

/** How `/help` shows the approval, which works without an employee. */
export const okToRun = {
  name: "ok-to-run",
  title: "Approval",
  description: "Lets employees run on a commit of a fork",
  minimum_permission: "write",
  usage: "<commit>",
} as const;

interface ApprovalPorts {
  reader: Pick<RepositoryReader, "appLogin" | "permissionOf" | "pullRequest" | "thread">;
}

/** Returns whether a person with write permission approves this commit, in a comment, on the diff or in a review. */
export async function isApproved(
  target: PullRequestTarget,
  sha: string,
  { reader }: ApprovalPorts,
): Promise<boolean> {
  const candidates = (await reader.thread(target)).filter(
    ({ body, dismissed }) => !dismissed && body.toLowerCase().includes(sha),
  );
  const bodies = candidates.map(({ body }) => body);
  const login = await loginIfMentioned(bodies, reader);
  const approving = candidates.filter(({ body }) => approvedShas(body, login).includes(sha));
  const people = approving.filter((comment) => comment.author !== deletedUser && !isBot(authorOf(comment)));
  for (const login of new Set(people.map(({ author }) => author))) {
    if (reaches(await reader.permissionOf(target, login), okToRun.minimum_permission)) return true;
  }
  return false;
}

/**
 * Returns every condition that an approval does not meet; empty for a valid approval. A bot cannot approve, whatever
 * its permission: a person has to review the commit.
 */
export async function approvalRefusals(
  command: Pick<ParsedCommand, "words">,
  target: PullRequestTarget & { sender: Sender },
  { reader }: ApprovalPorts,
): Promise<Refusal[]> {
  const { sender } = target;
  if (isBot(sender)) {
    return [
      {
        code: "approval_by_bot",
        message: `\`/${okToRun.name}\` must come from a person; ${sender.login} is a bot.`,
      },
    ];
  }
  const [pull, held] = await Promise.all([
    reader.pullRequest(target),
    reader.permissionOf(target, sender.login),
  ]);
  const { name, minimum_permission: needed } = okToRun;
  const refusals = reaches(held, needed) ? [] : [permissionRefusal(name, needed, sender.login, held)];
  if (!pull.from_fork) {
    const message = `This pull request does not come from a fork: it needs no \`/${name}\`.`;
    return [...refusals, { code: "approval_not_needed", message }];
  }
  return [...refusals, ...commitRefusals(command, pull.head_sha)];
}

function commitRefusals(command: Pick<ParsedCommand, "words">, head_sha: string): Refusal[] {
  const shas = shasOf(command);
  if (shas.includes(head_sha)) return [];
  const advice = `Review the current commit of the branch, then approve it with \`/${okToRun.name} ${head_sha}\`.`;
  if (shas.length > 0) {
    const message = `\`/${okToRun.name}\` names a commit that is not the current one of the branch. ${advice}`;
    return [{ code: "approval_of_another_commit", message }];
  }
  const message = `\`/${okToRun.name}\` needs the full ID of a commit (40 hexadecimal digits) and nothing else. ${advice}`;
  return [{ code: "approval_without_commit", message }];
}

/** Returns the commits that a comment approves. */
function approvedShas(body: string, appLogin: string | null): string[] {
  return parseComment(body, appLogin)
    .commands.filter(({ name }) => name === okToRun.name)
    .flatMap(shasOf);
}

/** Returns full IDs, because a short one can be forged; none if any word is something else. */
function shasOf({ words }: Pick<ParsedCommand, "words">): string[] {
  const shas = words.map((word) => word.toLowerCase());
  return shas.every((word) => /^[0-9a-f]{40}$/.test(word)) ? shas : [];
}
