import { PermanentError, UnclearError } from "../errors.ts";
import type { PullRequestTarget } from "./pull-request.ts";
import type { RepositoryReader, Standing, StandingQuestion } from "./repository-reader.ts";

/**
 * Returns a reader for several decisions at the same time: what the question names and the pull request are read once,
 * together. Everything else is read as before.
 */
export function readOnce(reader: RepositoryReader, question: StandingQuestion): RepositoryReader {
  let asked: Promise<Standing> | null = null;
  function read(target: PullRequestTarget): Promise<Standing> {
    asked ??= reader.standing(target, question);
    return asked;
  }
  const { login, comment } = question;
  return {
    ...reader,
    standing: (target, wanted) => (isPart(wanted, question) ? read(target) : reader.standing(target, wanted)),
    pullRequest: async (target) => (await read(target)).pull,
    async permissionOf(target, name) {
      const held = login === name ? (await orNull(read(target)))?.held : null;
      return held ?? reader.permissionOf(target, name);
    },
    async comment(target, source) {
      const known = source.id === comment?.id && source.kind === comment.kind;
      const live = known ? (await orNull(read(target)))?.comment : undefined;
      return live === undefined ? reader.comment(target, source) : live;
    },
    async thread(target) {
      const known = question.thread ? (await orNull(read(target)))?.thread : undefined;
      return known ?? reader.thread(target);
    },
  };
}

function isPart({ login, comment, thread }: StandingQuestion, question: StandingQuestion): boolean {
  const knowsLogin = !login || login === question.login;
  const knowsComment = !comment || comment.id === question.comment?.id;
  return knowsLogin && knowsComment && (!thread || question.thread === true);
}

/** Returns null if one part is refused for good, such as a pull request that is gone: the others may exist. */
async function orNull(standing: Promise<Standing>): Promise<Standing | null> {
  try {
    return await standing;
  } catch (error) {
    if (error instanceof PermanentError || error instanceof UnclearError) return null;
    throw error;
  }
}
