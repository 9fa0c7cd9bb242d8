import type { PullRequest } from "./pull-request.ts";
import type { RepositoryReader } from "./repository-reader.ts";

/** Reads the one pull request once, for decisions that are made at the same moment. */
export function readPullOnce(reader: RepositoryReader): RepositoryReader {
  let pull: Promise<PullRequest> | null = null;
  return {
    ...reader,
    pullRequest(target) {
      pull ??= reader.pullRequest(target);
      return pull;
    },
  };
}
