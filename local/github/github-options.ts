import type { CommandView } from "./command-view.ts";
import type { JobFeed } from "./job-feed.ts";
import type { AppPermissions } from "./state/app.ts";

export interface GitHubOptions {
  /** 0 selects a free port. */
  port: number;
  /** Where the App's webhooks go; a function is called for each delivery. */
  webhookUrl: string | (() => string);
  webhookSecret: string;
  /** Commands that the page completes. Default: none. */
  commands?: () => Promise<CommandView[]>;
  /** Jobs that the page shows. Default: the page hides its panel of jobs. */
  jobs?: JobFeed;
  app?: {
    id?: number;
    slug?: string;
    permissions?: AppPermissions;
    /** PEM; checks the signatures of the App's JSON web tokens. Default: any signature is accepted. */
    publicKey?: string;
  };
  /** How long a delivery waits for a response. Default: 10 seconds, as on GitHub. */
  webhookTimeoutMs?: number;
}
