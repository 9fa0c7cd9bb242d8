import { isBot } from "../../core/authority/bots.ts";
import type { WebhookPayload } from "../../core/deliveries/webhook.schema.ts";
import type { Permission } from "../../core/github/permission.ts";
import type { ChangedFile, PullRequest, ThreadMessage } from "../../core/github/pull-request.ts";
import {
  type LiveComment,
  type RepositoryReader,
  standingByParts,
} from "../../core/github/repository-reader.ts";
import { aPullRequest } from "./records/pull-request.ts";

/** GitHub's present state, which a test may change while it runs. */
export interface FakeRepository {
  pull: PullRequest;
  /** Comments and reviews by ID; null or missing for a deleted one. */
  comments: Record<number, LiveComment | null>;
  /** For people: GitHub reports no permission for bots. */
  permissions: Record<string, Permission>;
  files: ChangedFile[];
  truncated: boolean;
  thread: ThreadMessage[];
  codeowners: string | null;
  /** The login that the App comments with. */
  app: string;
  /** The repository's present name; null: the first one seen. */
  full_name: string | null;
}

export interface FakeRepositoryReader extends RepositoryReader {
  repository: FakeRepository;
  /** Adds a delivered comment and its repository's ID, unless they are known. */
  learn(payload: WebhookPayload): void;
  /** The called methods, in order. */
  asked: string[];
  /** Lets every read throw this error from now on; null lets reads succeed. */
  fail(error: Error | null): void;
}

export function createFakeRepositoryReader(given: Partial<FakeRepository> = {}): FakeRepositoryReader {
  const asked: string[] = [];
  /** Names of the repositories, by their IDs. */
  const names = new Map<number, string>();
  const idOf = (name: string) => [...names].find(([, known]) => known === name)?.[0];
  let failure: Error | null = null;
  const repository: FakeRepository = {
    pull: aPullRequest(),
    comments: {},
    permissions: { octavia: "write" },
    files: [],
    truncated: false,
    thread: [],
    codeowners: null,
    app: "pr-automation[bot]",
    full_name: null,
    ...given,
  };
  function answer<Value>(method: string, value: Value): Promise<Value> {
    asked.push(method);
    return failure ? Promise.reject(failure) : Promise.resolve(structuredClone(value));
  }
  const reader: FakeRepositoryReader = {
    repository,
    asked,
    learn({ comment, review, sender, repository: { id: repositoryId, full_name } }) {
      if (idOf(full_name) === undefined && !names.has(repositoryId)) names.set(repositoryId, full_name);
      const written = comment ?? review;
      if (!written || repository.comments[written.id] !== undefined) return;
      const { user = sender, body } = written;
      repository.comments[written.id] = { author: user?.login ?? "ghost", body: body ?? "" };
    },
    fail(error) {
      failure = error;
    },
    appLogin: () => answer("appLogin", repository.app),
    comment: (_target, { id }) => answer("comment", repository.comments[id] ?? null),
    pullRequest({ repo, repo_id: asked_id }) {
      const repo_id = names.has(asked_id) ? asked_id : (idOf(repo) ?? repository.pull.repo_id);
      const present = repository.full_name ?? names.get(repo_id) ?? repository.pull.repo;
      return answer("pullRequest", { ...repository.pull, repo_id, repo: present });
    },
    permissionOf: (_target, login) =>
      answer(
        "permissionOf",
        isBot({ login, type: "User" }) || !Object.hasOwn(repository.permissions, login)
          ? "none"
          : (repository.permissions[login] ?? "none"),
      ),
    changedFiles: () => answer("changedFiles", { files: repository.files, truncated: repository.truncated }),
    thread: () => answer("thread", repository.thread),
    codeowners: () => answer("codeowners", repository.codeowners),
    standing(target, question) {
      asked.push("standing");
      return standingByParts(reader, target, question);
    },
  };
  return reader;
}
