import { appRoutes } from "./app-routes.ts";
import { checkRoutes } from "./check-routes.ts";
import type { ApiContext } from "./context.ts";
import type { ApiHandlers } from "./exchange.ts";
import { hookRoutes } from "./hook-routes.ts";
import { issueRoutes } from "./issue-routes.ts";
import { manifestRoutes } from "./manifest-routes.ts";
import { metaRoutes } from "./meta-routes.ts";
import { pullRoutes } from "./pull-routes.ts";
import { reactionRoutes } from "./reaction-routes.ts";
import { repositoryRoutes } from "./repository-routes.ts";
import { reviewRoutes } from "./review-routes.ts";

/** Every operation that the simulator answers; any other one is Not Found. */
export function apiRoutes(context: ApiContext): ApiHandlers {
  return {
    ...appRoutes(context),
    ...hookRoutes(context),
    ...manifestRoutes(context),
    ...repositoryRoutes(context),
    ...pullRoutes(context),
    ...issueRoutes(context),
    ...reviewRoutes(context),
    ...reactionRoutes(context),
    ...checkRoutes(context),
    ...metaRoutes(),
  };
}
