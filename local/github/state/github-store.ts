import { type Changes, createChanges } from "./changes.ts";
import type { ExampleLookup } from "./example-lookup.ts";
import { createIds, type Ids } from "./ids.ts";
import { inferPullRequest } from "./infer-pull-request.ts";
import type { PullRequest, Repository, User } from "./records.ts";
import { emptyRepository } from "./repositories.ts";
import { createUsers, type Users } from "./users.ts";

/** The data of the simulated GitHub, in memory. */
export interface GitHubStore extends Users {
  changes: Changes;
  ids: Ids;
  examples: ExampleLookup;
  /** The App's own identity, `<slug>[bot]`. */
  bot: User;
  /** Returns a repository by present or former name; an unknown name creates one. */
  repository(owner: string, name: string): Repository;
  repositories(): Repository[];
  /** Returns the repository that had this name (`owner/name`) before it moved. */
  former(fullName: string): Repository | undefined;
  /** Files a repository under its current name and its former one. */
  moved(formerName: string, repository: Repository): void;
  /** Returns a pull request; an unknown number creates one. */
  pull(repository: Repository, number: number): PullRequest;
}

export function createGitHubStore(examples: ExampleLookup, botLogin: string): GitHubStore {
  const repositories = new Map<string, Repository>();
  const formerNames = new Map<string, Repository>();
  const users = createUsers();
  const ids = createIds();
  return {
    ...users,
    changes: createChanges(),
    ids,
    examples,
    bot: users.user(botLogin, "Bot"),
    repository(owner, name) {
      const key = `${owner}/${name}`.toLowerCase();
      const known = repositories.get(key) ?? formerNames.get(key);
      if (known) return known;
      const created = emptyRepository(users, owner, name, examples.repository(`${owner}/${name}`));
      repositories.set(key, created);
      return created;
    },
    repositories: () => [...repositories.values()],
    former: (fullName) => formerNames.get(fullName.toLowerCase()),
    moved(formerName, repository) {
      repositories.delete(formerName.toLowerCase());
      formerNames.set(formerName.toLowerCase(), repository);
      repositories.set(repository.fullName.toLowerCase(), repository);
      formerNames.delete(repository.fullName.toLowerCase());
    },
    pull(repository, number) {
      const known = repository.pulls.get(number);
      if (known) return known;
      const example = examples.pullRequest(repository.fullName, number);
      const created = inferPullRequest(users, ids, repository, number, example);
      repository.pulls.set(number, created);
      return created;
    },
  };
}
