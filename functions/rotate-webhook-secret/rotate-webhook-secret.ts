import {
  type AppCredentials,
  type AppSecret,
  appCredentials,
  parseAppSecret,
} from "../../core/app/app-secret.ts";
import type { WebhookEndpoint } from "../../core/app/webhook-endpoint.ts";
import type { Clock } from "../../core/clock.ts";
import { PermanentError, RetryableError } from "../../core/errors.ts";
import { awaitPropagation } from "../../core/rotation/await-propagation.ts";
import { type RotationResult, rotateSecret } from "../../core/rotation/rotate-secret.ts";
import type { RotatingSecret } from "../../core/rotation/rotating-secret.ts";
import type { RotationRequest } from "../../core/rotation/rotation-request.schema.ts";

/** Port: the configuration of the App's webhook at GitHub. */
interface GitHubHook {
  /** Sets the secret that GitHub signs webhooks with. */
  setSecret(credentials: AppCredentials, secret: string): Promise<void>;
}

export interface RotateWebhookSecretPorts {
  secret: RotatingSecret;
  hook: GitHubHook;
  endpoint: WebhookEndpoint;
  randomToken(): string;
  clock: Clock;
  pause(milliseconds: number): Promise<void>;
}

/** Runs one step of the webhook secret's rotation. The App's ID and key are copied unchanged. */
export function rotateWebhookSecret(
  request: RotationRequest,
  { secret, hook, endpoint, randomToken, clock, pause }: RotateWebhookSecretPorts,
): Promise<RotationResult> {
  return rotateSecret(request, secret, {
    create(current) {
      const parsed = parseAppSecret(current);
      credentialsOf(parsed);
      return JSON.stringify({ ...parsed, webhook_secret: randomToken() });
    },

    async set(pending) {
      const parsed = parseAppSecret(pending.value);
      const credentials = credentialsOf(parsed);
      const webhookSecret = webhookSecretOf(parsed);
      // GitHub uses the new secret immediately, so every reader must know it first.
      await awaitPropagation(pending, { clock, pause });
      await hook.setSecret(credentials, webhookSecret);
    },

    async test({ value }) {
      const webhookSecret = webhookSecretOf(parseAppSecret(value));
      // Secrets Manager tests a new schedule with a copy of the current value. That proves nothing, and the endpoint of a
      // new stack may not exist yet.
      if (webhookSecret === parseAppSecret(await secret.current()).webhook_secret) return;
      const { ok, status, code } = await endpoint.ping(webhookSecret);
      if (ok) return;
      throw new RetryableError(
        "pending_secret_refused",
        `A ping signed with the pending secret got ${status ?? "no response"} (${code})`,
      );
    },
  });
}

function credentialsOf(secret: AppSecret): AppCredentials {
  const credentials = appCredentials(secret);
  if (credentials) return credentials;
  throw new PermanentError(
    "secret_incomplete",
    "The GitHub secret lacks app_id or private_key: add them (pr-automation secrets set), then rotate",
  );
}

function webhookSecretOf({ webhook_secret }: AppSecret): string {
  if (webhook_secret) return webhook_secret;
  throw new PermanentError("secret_malformed", "The pending GitHub secret lacks webhook_secret");
}
