import type { RequestListener } from "node:http";
import type { ApiContext } from "../api/context.ts";
import type { JobFeed } from "../job-feed.ts";
import type { Faults } from "../simulator/faults.ts";
import { controlRoutes } from "./control-routes.ts";
import { deliveryRoutes } from "./delivery-routes.ts";
import { createHappenings } from "./happenings.ts";
import { learnRoutes } from "./learn-routes.ts";
import { createLive } from "./live.ts";
import { pageRoutes } from "./page-routes.ts";
import { registrationRoutes } from "./registration-routes.ts";
import { runRoute } from "./route.ts";
import { snapshotRoutes } from "./snapshot-routes.ts";

export interface Console {
  /** False when the path is none of the page's. */
  handle(...args: Parameters<RequestListener>): boolean;
  stop(): void;
}

/** The page that looks like a pull request, and the endpoints under `/_sim/` that only it uses. */
export function createConsole(context: ApiContext, faults: Faults, jobs: JobFeed | null): Console {
  const happenings = createHappenings(context.store.changes);
  const live = createLive(context.store, jobs);
  const routes = [
    ...pageRoutes(context.store),
    ...snapshotRoutes(context, happenings, jobs !== null),
    ...deliveryRoutes(context.deliveries, jobs),
    ...controlRoutes(context.store, faults),
    ...learnRoutes(context.store),
    ...registrationRoutes(context.manifests),
    ...live.routes,
  ];
  return {
    handle: (request, response) => runRoute(routes, request, response),
    stop() {
      happenings.stop();
      live.stop();
    },
  };
}
