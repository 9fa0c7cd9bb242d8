import type { GitHubStore } from "./github-store.ts";
import type { Repository } from "./records.ts";
import { grantRole } from "./repositories.ts";

/** Renames a repository or transfers it to another owner. It keeps its ID, and its former name redirects to it. */
export function moveRepository(
  store: GitHubStore,
  repository: Repository,
  to: { owner?: string; name?: string },
): void {
  const former = repository.fullName;
  if (to.owner) {
    repository.owner = store.user(to.owner);
    grantRole(repository, to.owner, "admin");
  }
  repository.name = to.name ?? repository.name;
  repository.fullName = `${repository.owner.login}/${repository.name}`;
  for (const { head, base } of repository.pulls.values()) {
    for (const tip of [head, base]) if (tip.repository === former) tip.repository = repository.fullName;
  }
  store.moved(former, repository);
}
