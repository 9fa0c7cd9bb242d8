import { appRoutes } from "./app-routes.ts";
import { checkRoutes } from "./check-routes.ts";
import { commentRoutes } from "./comment-routes.ts";
import type { ApiContext } from "./context.ts";
import type { ApiHandlers } from "./exchange.ts";
import { hookRoutes } from "./hook-routes.ts";
import { issueRoutes } from "./issue-routes.ts";
import { manifestRoutes } from "./manifest-routes.ts";
import { pullRoutes } from "./pull-routes.ts";
import { reactionRoutes } from "./reaction-routes.ts";
import { repositoryRoutes } from "./repository-routes.ts";
import { reviewCommentRoutes } from "./review-comment-routes.ts";
import { reviewRoutes } from "./review-routes.ts";
import { workflowRoutes } from "./workflow-routes.ts";

/** Returns the handlers of all operations that the simulator supports; any other operation is Not Found. */
export function apiRoutes(context: ApiContext): ApiHandlers {
  return {
    ...appRoutes(context),
    ...hookRoutes(context),
    ...manifestRoutes(context),
    ...repositoryRoutes(context),
    ...pullRoutes(context),
    ...issueRoutes(context),
    ...commentRoutes(context),
    ...reviewRoutes(context),
    ...reviewCommentRoutes(context),
    ...reactionRoutes(context),
    ...checkRoutes(context),
    ...workflowRoutes(context),
  };
}
