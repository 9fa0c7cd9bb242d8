import type { JobFeed } from "./job-feed.ts";
import type { AppPermissions } from "./state/app.ts";

export interface GitHubOptions {
  /** 0 is a free one. */
  port: number;
  /** Where the App's webhooks go; a function is asked at every delivery. */
  webhookUrl: string | (() => string);
  webhookSecret: string;
  /** What the page shows of the jobs; without it the panel is hidden. */
  jobs?: JobFeed;
  app?: {
    id?: number;
    slug?: string;
    permissions?: AppPermissions;
    /** PEM; when given, the signatures of the App's JSON web tokens are checked. */
    publicKey?: string;
  };
  /** GitHub waits ten seconds for an answer to a delivery. */
  webhookTimeoutMs?: number;
}
