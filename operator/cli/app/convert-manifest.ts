import { CommandError } from "../../stack/errors.ts";

/** What GitHub made of the manifest. Handed out once, to whoever has the code. */
export interface RegisteredApp {
  id: number;
  slug: string;
  html_url: string;
  /** The private key. */
  pem: string;
  /** Null for an App without a webhook. */
  webhook_secret: string | null;
}

/** https://docs.github.com/en/rest/apps/apps#create-a-github-app-from-a-manifest */
export async function convertManifest(apiUrl: string, code: string): Promise<RegisteredApp> {
  const advice = "Look whether the App is in GitHub's settings; delete it there and call this command again.";
  const response = await fetch(`${apiUrl}/app-manifests/${encodeURIComponent(code)}/conversions`, {
    method: "POST",
    headers: { accept: "application/vnd.github+json", "user-agent": "pr-comment-automation" },
    signal: AbortSignal.timeout(20_000),
  }).catch((error: unknown) => {
    throw new CommandError(`${apiUrl} did not answer.`, advice, { cause: error });
  });
  if (response.status !== 201) {
    throw new CommandError(`GitHub did not make the App (HTTP ${response.status}).`, advice);
  }
  const app: unknown = await response.json().catch(() => null);
  if (isRegistered(app)) return app;
  throw new CommandError("GitHub's answer has no App in it.", advice);
}

function isRegistered(app: unknown): app is RegisteredApp {
  const { id, html_url, pem } = (app ?? {}) as Partial<RegisteredApp>;
  return typeof id === "number" && typeof html_url === "string" && typeof pem === "string";
}
