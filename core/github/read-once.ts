import { PermanentError, UnclearError } from "../errors.ts";
import type { RepositoryReader, Standing, StandingQuestion } from "./repository-reader.ts";

/**
 * Returns a reader for several decisions at the same time: the pull request, the asked account's permission and the asked
 * comment are read once, together. Everything else is read as before.
 */
export function readOnce(reader: RepositoryReader, question: StandingQuestion): RepositoryReader {
  let asked: Promise<Standing> | null = null;
  const read: (...args: Parameters<RepositoryReader["standing"]>) => Promise<Standing> = (target) => {
    asked ??= reader.standing(target, question);
    return asked;
  };
  const { login, comment } = question;
  return {
    ...reader,
    standing: (target, wanted) =>
      isPart(wanted, question) ? read(target, question) : reader.standing(target, wanted),
    pullRequest: async (target) => (await read(target, question)).pull,
    async permissionOf(target, name) {
      const held = login === name ? (await orNull(read(target, question)))?.held : null;
      return held ?? reader.permissionOf(target, name);
    },
    async comment(target, source) {
      const known = source.id === comment?.id && source.kind === comment.kind;
      const live = known ? (await orNull(read(target, question)))?.comment : undefined;
      return live === undefined ? reader.comment(target, source) : live;
    },
  };
}

function isPart({ login, comment }: StandingQuestion, question: StandingQuestion): boolean {
  return (!login || login === question.login) && (!comment || comment.id === question.comment?.id);
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
