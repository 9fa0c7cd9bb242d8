import { type ModelSettings, missingSetting, modelProviders } from "../../../adapters/models/requirements.ts";
import { appCredentials } from "../../../core/app/app-secret.ts";
import { type Finding, failed, passed, warning } from "../finding.ts";
import type { PendingVersion, SecretValue } from "../stack-secret.ts";
import { fingerprint } from "./private-key.ts";

/** Checks which parts of the App's secret are set. */
export function checkAppParts(secret: SecretValue, pending: PendingVersion | null): Finding[] {
  const credentials = appCredentials(secret);
  return [
    secret.webhook_secret
      ? passed("webhook_secret", "set")
      : failed("webhook_secret", "missing: no webhook is accepted (`secrets set --webhook-secret-stdin`)"),
    secret.app_id
      ? passed("app_id", String(secret.app_id))
      : failed("app_id", "missing (`secrets set --app-id`)"),
    keyFinding(secret),
    ...(pending && credentials
      ? [warning("rotation", "in progress or stuck: `secrets rotate` completes it")]
      : []),
  ];
}

function keyFinding({ private_key }: SecretValue): Finding {
  if (typeof private_key !== "string" || !private_key) {
    return failed("private_key", "missing (`secrets set --private-key-file`)");
  }
  const print = fingerprint(private_key);
  return print ? passed("private_key", print) : failed("private_key", "not a key in PEM: store it again");
}

/** Checks which model providers can be called. Employees without a model need none. */
export function checkModelParts(settings: ModelSettings): Finding[] {
  return modelProviders
    .filter((provider) => provider !== "bedrock")
    .map((provider) => {
      const missing = missingSetting(provider, settings);
      const check = `model ${provider}`;
      return missing ? warning(check, `not set up: ${missing} is missing`) : passed(check, "set");
    });
}
