import { OperatorError } from "../../stack/errors.ts";

/** The App that GitHub created from a manifest. GitHub returns it once for each code. */
export interface RegisteredApp {
  id: number;
  slug: string;
  html_url: string;
  /** Private key. */
  pem: string;
  /** Null for an App without a webhook. */
  webhook_secret: string | null;
}

/** Exchanges a code for the new App: https://docs.github.com/en/rest/apps/apps#create-a-github-app-from-a-manifest */
export async function convertManifest(apiUrl: string, code: string): Promise<RegisteredApp> {
  const advice = "Check GitHub's settings for the App, delete it there and repeat this command.";
  const response = await fetch(`${apiUrl}/app-manifests/${encodeURIComponent(code)}/conversions`, {
    method: "POST",
    headers: { accept: "application/vnd.github+json", "user-agent": "pr-comment-automation" },
    signal: AbortSignal.timeout(20_000),
  }).catch((error: unknown) => {
    throw new OperatorError(`${apiUrl} did not answer.`, advice, { cause: error });
  });
  if (response.status !== 201) {
    throw new OperatorError(`GitHub did not create the App (HTTP ${response.status}).`, advice);
  }
  const app: unknown = await response.json().catch(() => null);
  if (isRegistered(app)) return app;
  throw new OperatorError("GitHub's response does not contain an App.", advice);
}

function isRegistered(app: unknown): app is RegisteredApp {
  const { id, html_url, pem } = (app ?? {}) as Partial<RegisteredApp>;
  return typeof id === "number" && typeof html_url === "string" && typeof pem === "string";
}
