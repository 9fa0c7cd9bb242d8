import type { PullRequest } from "./pull-request.ts";
import type { RepositoryReader } from "./repository-reader.ts";

/** Reads a pull request once, for several decisions at the same time. */
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
