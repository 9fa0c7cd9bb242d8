import { parseRole } from "../api/repository-routes.ts";
import type { Fault, Faults } from "../simulator/faults.ts";
import type { GitHubStore } from "../state/github-store.ts";
import { pushCommit, setPullState } from "../state/pulls.ts";
import { grantRole } from "../state/repositories.ts";
import { type PageRequest, type PageRoute, sendJson } from "./page-route.ts";

/** Routes of the page's controls: push a commit, open and close, grant a role, add and clear faults. */
export function controlRoutes(store: GitHubStore, faults: Faults): PageRoute[] {
  function subject({ params: [owner = "", name = "", number], body }: PageRequest) {
    const repository = store.repository(owner, name);
    return {
      repository,
      pull: store.pull(repository, Number(number)),
      sender: store.user(String(body.as ?? repository.owner.login)),
    };
  }

  return [
    {
      method: "POST",
      path: /^\/_sim\/pulls\/([^/]+)\/([^/]+)\/(\d+)\/push$/,
      handle(request) {
        const { repository, pull, sender } = subject(request);
        sendJson(request.response, { head_sha: pushCommit(store, repository, pull, sender) });
      },
    },
    {
      method: "POST",
      path: /^\/_sim\/pulls\/([^/]+)\/([^/]+)\/(\d+)\/state$/,
      handle(request) {
        const { repository, pull, sender } = subject(request);
        const state = request.body.state === "closed" ? "closed" : "open";
        setPullState(store, repository, pull, state, sender);
        sendJson(request.response, { state });
      },
    },
    {
      method: "POST",
      path: /^\/_sim\/repositories\/([^/]+)\/([^/]+)\/roles$/,
      handle({ params: [owner = "", name = ""], body, response }) {
        const role = parseRole(String(body.role));
        if (!role) return sendJson(response, { message: "Unknown role" }, 422);
        const repository = store.repository(owner, name);
        grantRole(repository, String(body.login), role);
        store.changes.emitPageOnly();
        sendJson(response, { login: body.login, role });
      },
    },
    {
      method: "POST",
      path: /^\/_sim\/faults$/,
      handle({ body, response }) {
        faults.add(body as unknown as Fault);
        sendJson(response, {}, 201);
      },
    },
    {
      method: "DELETE",
      path: /^\/_sim\/faults$/,
      handle({ response }) {
        faults.clear();
        sendJson(response, {});
      },
    },
  ];
}
