import { randomBytes } from "node:crypto";
import type { AppPermissions } from "./app.ts";

/** The manifest that registers an App: https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest */
export interface AppManifest {
  name?: string;
  url: string;
  hook_attributes?: { url: string; active?: boolean };
  redirect_url?: string;
  default_permissions?: AppPermissions;
  default_events?: string[];
}

/** Manifests that wait for the exchange of their code. */
export interface Manifests {
  /** Returns the code that the caller exchanges for the App. */
  add(manifest: AppManifest): string;
  /** Returns the manifest of a code and removes it: each code works once. */
  take(code: string): AppManifest | undefined;
}

export function createManifests(): Manifests {
  const pending = new Map<string, AppManifest>();
  return {
    add(manifest) {
      const code = randomBytes(20).toString("hex");
      pending.set(code, manifest);
      return code;
    },
    take(code) {
      const manifest = pending.get(code);
      pending.delete(code);
      return manifest;
    },
  };
}
