import { type ModelSettings, missingSetting, modelProviders } from "../../../adapters/models/requirements.ts";
import { appCredentials } from "../../../core/app/app-secret.ts";
import { bad, doubtful, type Finding, good } from "../finding.ts";
import type { PendingVersion, SecretValue } from "../stack-secret.ts";
import { fingerprint } from "./private-key.ts";

/** Which parts of the App's secret are there. */
export function checkAppParts(secret: SecretValue, pending: PendingVersion | null): Finding[] {
  const credentials = appCredentials(secret);
  return [
    secret.webhook_secret
      ? good("webhook_secret", "set")
      : bad("webhook_secret", "missing: no webhook is accepted (`secrets set --webhook-secret-stdin`)"),
    secret.app_id ? good("app_id", String(secret.app_id)) : bad("app_id", "missing (`secrets set --app-id`)"),
    keyFinding(secret),
    ...(pending && credentials
      ? [doubtful("rotation", "under way, or stuck: `secrets rotate` ends it")]
      : []),
  ];
}

function keyFinding({ private_key }: SecretValue): Finding {
  if (typeof private_key !== "string" || !private_key) {
    return bad("private_key", "missing (`secrets set --private-key-file`)");
  }
  const print = fingerprint(private_key);
  return print ? good("private_key", print) : bad("private_key", "no key in PEM: put it in again");
}

/** Which model providers can be called. None is fine: employees that need no model work. */
export function checkModelParts(settings: ModelSettings): Finding[] {
  return modelProviders
    .filter((provider) => provider !== "bedrock")
    .map((provider) => {
      const missing = missingSetting(provider, settings);
      const check = `model ${provider}`;
      return missing ? doubtful(check, `not set up: ${missing} is missing`) : good(check, "set");
    });
}
