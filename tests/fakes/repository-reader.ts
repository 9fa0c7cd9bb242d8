import { isBot } from "../../functions/core/authority/bots.ts";
import type { WebhookPayload } from "../../functions/core/deliveries/webhook.schema.ts";
import type { ChangedFile, ThreadMessage } from "../../functions/core/employees/pull-request-context.ts";
import type { PullRequest } from "../../functions/core/github/pull-request.ts";
import type { LiveComment, RepositoryReader } from "../../functions/core/github/repository-reader.ts";
import type { Permission } from "../../functions/core/roster/permission.ts";
import { aPullRequest } from "./records/pull-request.ts";

/** What GitHub would say, to be changed by a test while it runs. */
export interface FakeRepository {
  pull: PullRequest;
  /** Comments and reviews by id; null for a deleted one, as for one that nobody has written. */
  comments: Record<number, LiveComment | null>;
  /** Of people: GitHub says of every bot that it has none. */
  permissions: Record<string, Permission>;
  files: ChangedFile[];
  truncated: boolean;
  thread: ThreadMessage[];
  codeowners: string | null;
}

export interface FakeRepositoryReader extends RepositoryReader {
  repository: FakeRepository;
  /** A comment that is delivered is there, and its repository has that id, unless it is known already. */
  learn(payload: WebhookPayload): void;
  /** The methods that were called, in order. */
  asked: string[];
  /** Every read throws it from now on; null: they answer again. */
  fail(error: Error | null): void;
}

export function createFakeRepositoryReader(given: Partial<FakeRepository> = {}): FakeRepositoryReader {
  const asked: string[] = [];
  const repositoryIds = new Map<string, number>();
  let failure: Error | null = null;
  const repository: FakeRepository = {
    pull: aPullRequest(),
    comments: {},
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
    learn({ comment, review, sender, repository: { id: repositoryId, full_name } }) {
      if (!repositoryIds.has(full_name)) repositoryIds.set(full_name, repositoryId);
      const written = comment ?? review;
      if (!written || repository.comments[written.id] !== undefined) return;
      const { user = sender, body } = written;
      repository.comments[written.id] = { author: user?.login ?? "ghost", body: body ?? "" };
    },
    fail(error) {
      failure = error;
    },
    comment: (_target, { id }) => answer("comment", repository.comments[id] ?? null),
    pullRequest({ repo }) {
      const { repo_id } = repository.pull;
      return answer("pullRequest", { ...repository.pull, repo_id: repositoryIds.get(repo) ?? repo_id });
    },
    permissionOf: (_target, login) =>
      answer(
        "permissionOf",
        isBot({ login, type: "User" }) ? "none" : (repository.permissions[login] ?? "none"),
      ),
    changedFiles: () => answer("changedFiles", { files: repository.files, truncated: repository.truncated }),
    thread: () => answer("thread", repository.thread),
    codeowners: () => answer("codeowners", repository.codeowners),
  };
}
