import { requestAction } from "../state/checks.ts";
import type { GitHubStore } from "../state/github-store.ts";
import { type PageRoute, sendJson } from "./page-route.ts";

/** Routes of the buttons on check runs, which GitHub's REST API does not have. */
export function checkRunRoutes(store: GitHubStore): PageRoute[] {
  return [
    {
      method: "POST",
      path: /^\/_sim\/check-runs\/([^/]+)\/([^/]+)\/(\d+)\/actions$/,
      handle({ params: [owner = "", name = "", id], body, response }) {
        const repository = store.repository(owner, name);
        const run = repository.checkRuns.get(Number(id));
        const sender = store.user(String(body.as ?? repository.owner.login));
        const clicked = run && requestAction(store, repository, run, String(body.identifier), sender);
        if (!clicked) return sendJson(response, { message: "This check run has no such button now." }, 404);
        sendJson(response, {}, 202);
      },
    },
  ];
}
