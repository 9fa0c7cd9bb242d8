import type { GitHubStore } from "../state/github-store.ts";
import { importWebhook } from "../state/import-webhook.ts";
import { type ConsoleRoute, sendJson } from "./route.ts";

/** Where the simulator is told of a webhook that it did not deliver itself: `{"event", "payload"}`. */
export function learnRoutes(store: GitHubStore): ConsoleRoute[] {
  return [
    {
      method: "POST",
      path: /^\/_sim\/delivered$/,
      handle({ body: { event, payload }, response }) {
        importWebhook(store, String(event), payload);
        sendJson(response, {}, 202);
      },
    },
  ];
}
