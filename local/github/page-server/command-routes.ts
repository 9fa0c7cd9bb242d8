import type { CommandView } from "../command-view.ts";
import type { GitHubApp } from "../state/app.ts";
import { type PageRoute, sendJson } from "./page-route.ts";

/** Route of the commands that the page completes, and of the name by which a comment mentions the App. */
export function commandRoutes({ slug }: GitHubApp, commands: () => Promise<CommandView[]>): PageRoute[] {
  return [
    {
      method: "GET",
      path: /^\/_sim\/commands$/,
      async handle({ response }) {
        sendJson(response, { app: slug, commands: await commands() });
      },
    },
  ];
}
