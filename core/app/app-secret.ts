import { PermanentError } from "../errors.ts";

/** The App's secret as JSON. A new stack has the webhook secret only; `app_id` 0 means none. */
export interface AppSecret {
  webhook_secret?: string;
  app_id?: number;
  /** PEM, as downloaded from GitHub. */
  private_key?: string;
}

/** The credentials that the App authenticates with. */
export interface AppCredentials {
  app_id: number;
  private_key: string;
}

/** Parses the secret. Throws PermanentError if the text is not a JSON object. */
export function parseAppSecret(text: string): AppSecret {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null) return parsed;
  } catch {
    // The parser's message quotes what it read, so it is not passed on.
  }
  throw new PermanentError("secret_malformed", "The GitHub secret is not a JSON object");
}

/** Returns the credentials; null until an operator has stored them. */
export function appCredentials({ app_id, private_key }: AppSecret): AppCredentials | null {
  return app_id && private_key ? { app_id: Number(app_id), private_key } : null;
}
