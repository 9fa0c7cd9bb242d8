import type { RequestListener } from "node:http";
import type { ApiContext } from "../api/context.ts";
import type { CommandView } from "../command-view.ts";
import type { JobFeed } from "../job-feed.ts";
import type { Faults } from "../simulator/faults.ts";
import { checkRunRoutes } from "./check-run-routes.ts";
import { commandRoutes } from "./command-routes.ts";
import { controlRoutes } from "./control-routes.ts";
import { deliveryRoutes } from "./delivery-routes.ts";
import { fileRoutes } from "./file-routes.ts";
import { createLiveUpdates } from "./live-updates.ts";
import { runRoute } from "./page-route.ts";
import { recordPullRequestEvents } from "./pull-request-events.ts";
import { registrationRoutes } from "./registration-routes.ts";
import { runRoutes } from "./run-routes.ts";
import { snapshotRoutes } from "./snapshot-routes.ts";

export interface PageServer {
  /** Returns false if no route of the page has this path. */
  handle(...args: Parameters<RequestListener>): boolean;
  stop(): void;
}

/** What the page shows besides GitHub's own objects. */
interface PageSources {
  /** Null: the page shows no jobs. */
  jobs: JobFeed | null;
  commands: () => Promise<CommandView[]>;
  /** URL of the operators' console; null before it starts. */
  consoleUrl: () => string | null;
}

/** Returns the server of the pull request page and of the `/_sim/` endpoints that it calls. */
export function createPageServer(
  context: ApiContext,
  faults: Faults,
  { jobs, commands, consoleUrl }: PageSources,
): PageServer {
  const events = recordPullRequestEvents(context.store.changes);
  const updates = createLiveUpdates(context.store, jobs);
  const routes = [
    ...fileRoutes(context.store),
    ...snapshotRoutes(context, events, { showsJobs: jobs !== null, consoleUrl }),
    ...commandRoutes(context.app, commands),
    ...deliveryRoutes(context, jobs),
    ...runRoutes(context.store),
    ...checkRunRoutes(context.store),
    ...controlRoutes(context.store, faults),
    ...registrationRoutes(context.manifests),
    ...updates.routes,
  ];
  return {
    handle: (request, response) => runRoute(routes, request, response),
    stop() {
      events.stop();
      updates.stop();
    },
  };
}
