import { PermanentError } from "../errors.ts";

/** What the App's secret holds, as JSON. A new stack has the webhook's secret only; `app_id` 0 is none. */
export interface AppSecret {
  webhook_secret?: string;
  app_id?: number;
  /** PEM, as GitHub gives it out. */
  private_key?: string;
}

/** What the App signs in with. */
export interface AppCredentials {
  app_id: number;
  private_key: string;
}

/** Throws PermanentError when the text is no JSON object. */
export function parseAppSecret(text: string): AppSecret {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null) return parsed;
  } catch {
    // The parser's message quotes what it read, so it is not passed on.
  }
  throw new PermanentError("secret_malformed", "The GitHub secret is not a JSON object");
}

/** Null as long as somebody has to put them in. */
export function appCredentials({ app_id, private_key }: AppSecret): AppCredentials | null {
  return app_id && private_key ? { app_id: Number(app_id), private_key } : null;
}
