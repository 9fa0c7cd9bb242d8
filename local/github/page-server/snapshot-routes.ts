import type { ApiContext } from "../api/context.ts";
import { people } from "../demo/seed.ts";
import type { GitHubStore } from "../state/github-store.ts";
import { type PageRoute, sendJson } from "./page-route.ts";
import type { PullRequestEvents } from "./pull-request-events.ts";
import { pullSnapshot } from "./snapshot.ts";

/** Routes of what the page draws: one pull request with its conversation, and the list of all pull requests. */
export function snapshotRoutes(
  { store, app }: ApiContext,
  events: PullRequestEvents,
  { showsJobs, consoleUrl }: { showsJobs: boolean; consoleUrl: () => string | null },
): PageRoute[] {
  return [
    {
      method: "GET",
      path: /^\/_sim\/pulls$/,
      handle: ({ response }) => sendJson(response, listPulls(store)),
    },
    {
      method: "GET",
      path: /^\/_sim\/pulls\/([^/]+)\/([^/]+)\/(\d+)$/,
      handle({ params: [owner = "", name = "", number], response }) {
        const repository = store.repository(owner, name);
        const pull = store.pull(repository, Number(number));
        const snapshot = pullSnapshot(
          repository,
          pull,
          events.forPullRequest(repository.fullName, pull.number),
        );
        const writers = [...new Set([...people, repository.owner.login, pull.author.login])];
        sendJson(response, {
          ...snapshot,
          people: writers
            .filter((login) => store.user(login).type !== "Organization")
            .map((login) => ({ login, role: snapshot.roles[login.toLowerCase()] ?? "read" })),
          appSlug: app.slug,
          showsJobs,
          consoleUrl: consoleUrl(),
        });
      },
    },
  ];
}

function listPulls(store: GitHubStore) {
  return store
    .repositories()
    .flatMap((repository) =>
      [...repository.pulls.values()].map(({ number, title, state }) => ({
        repository: repository.fullName,
        number,
        title,
        state,
      })),
    )
    .slice(0, 200);
}
