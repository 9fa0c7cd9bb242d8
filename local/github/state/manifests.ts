import { randomBytes } from "node:crypto";
import type { AppPermissions } from "./app.ts";

/** What an App is registered by: https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest */
export interface AppManifest {
  name?: string;
  url: string;
  hook_attributes?: { url: string; active?: boolean };
  redirect_url?: string;
  default_permissions?: AppPermissions;
  default_events?: string[];
}

/** Manifests that somebody has sent and nobody has made an App of yet. */
export interface Manifests {
  /** Answers the code that the App is made with. */
  offer(manifest: AppManifest): string;
  /** Each code is good once. */
  take(code: string): AppManifest | undefined;
}

export function createManifests(): Manifests {
  const offered = new Map<string, AppManifest>();
  return {
    offer(manifest) {
      const code = randomBytes(20).toString("hex");
      offered.set(code, manifest);
      return code;
    },
    take(code) {
      const manifest = offered.get(code);
      offered.delete(code);
      return manifest;
    },
  };
}
