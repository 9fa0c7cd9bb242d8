import type { ChangedFile, ThreadMessage } from "../../functions/core/employees/pull-request-context.ts";
import type { PullRequest } from "../../functions/core/github/pull-request.ts";
import type { RepositoryReader } from "../../functions/core/github/repository-reader.ts";
import type { Permission } from "../../functions/core/roster/permission.ts";
import { aPullRequest } from "./records/pull-request.ts";

/** What GitHub would say, to be changed by a test while it runs. */
export interface FakeRepository {
  pull: PullRequest;
  permissions: Record<string, Permission>;
  files: ChangedFile[];
  truncated: boolean;
  thread: ThreadMessage[];
  codeowners: string | null;
}

export interface FakeRepositoryReader extends RepositoryReader {
  repository: FakeRepository;
  /** The methods that were called, in order. */
  asked: string[];
  /** Every read throws it from now on; null: they answer again. */
  fail(error: Error | null): void;
}

export function createFakeRepositoryReader(given: Partial<FakeRepository> = {}): FakeRepositoryReader {
  const asked: string[] = [];
  let failure: Error | null = null;
  const repository: FakeRepository = {
    pull: aPullRequest(),
    permissions: { octavia: "write" },
    files: [],
    truncated: false,
    thread: [],
    codeowners: null,
    ...given,
  };
  function answer<Value>(method: string, value: Value): Promise<Value> {
    asked.push(method);
    return failure ? Promise.reject(failure) : Promise.resolve(structuredClone(value));
  }
  return {
    repository,
    asked,
    fail(error) {
      failure = error;
    },
    pullRequest: () => answer("pullRequest", repository.pull),
    permissionOf: (_target, login) => answer("permissionOf", repository.permissions[login] ?? "none"),
    changedFiles: () => answer("changedFiles", { files: repository.files, truncated: repository.truncated }),
    thread: () => answer("thread", repository.thread),
    codeowners: () => answer("codeowners", repository.codeowners),
  };
}
