import type { GitHubStore } from "../state/github-store.ts";
import { type PageRoute, sendJson, sendText } from "./page-route.ts";

/** Returns the route of a workflow run's page: its state and what its steps printed, as plain text. */
export function runRoutes(store: GitHubStore): PageRoute[] {
  return [
    {
      method: "GET",
      path: /^\/([^/_][^/]*)\/([^/]+)\/actions\/runs\/(\d+)$/,
      handle({ params: [owner = "", name = "", id], response }) {
        const run = store.repository(owner, name).workflowRuns.get(Number(id));
        if (!run) return sendJson(response, { message: "Not Found" }, 404);
        const state = [run.status, run.conclusion].filter((word) => word !== null).join(", ");
        const head = [`${run.workflowName} #${run.runNumber}`, run.title, state, run.updatedAt].join("\n");
        sendText(response, "text/plain; charset=utf-8", `${head}\n\n${run.log}`);
      },
    },
  ];
}
