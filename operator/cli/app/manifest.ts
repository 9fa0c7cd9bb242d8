import { appEvents } from "../../../core/app/app-requirements.ts";

export interface AppManifest {
  name: string;
  url: string;
  description: string;
  hook_attributes: { url: string; active: boolean };
  public: boolean;
  default_permissions: Record<string, string>;
  default_events: readonly string[];
  /** Where GitHub redirects the user afterwards. */
  redirect_url?: string;
}

/** GitHub's limit, in characters. */
export const maxNameLength = 34;

/**
 * Returns the manifest of the GitHub App:
 * https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
 */
export function createManifest(options: {
  name: string;
  webhookUrl: string;
  permissions: Record<string, string>;
  homepage?: string;
}): AppManifest {
  return {
    name: options.name,
    url: options.homepage ?? new URL(options.webhookUrl).origin,
    description: "Answers commands in pull request comments.",
    hook_attributes: { url: options.webhookUrl, active: true },
    public: false,
    default_permissions: options.permissions,
    default_events: appEvents,
  };
}
