import { randomBytes } from "node:crypto";
import { isRecord, parseJson } from "../../../core/json-value.ts";

/** What an AWS::SecretsManager::Secret holds when it is created: its own text, a generated one, or nothing. */
export function initialValue(properties: Record<string, unknown>): string | undefined {
  if (typeof properties.SecretString === "string") return properties.SecretString;
  const generate = properties.GenerateSecretString;
  if (!isRecord(generate)) return undefined;
  const length = Number(generate.PasswordLength ?? 32);
  const password = randomBytes(length).toString("base64url").replaceAll(/[-_]/g, "0").slice(0, length);
  const template = parseJson(String(generate.SecretStringTemplate ?? ""));
  const key = generate.GenerateStringKey;
  return isRecord(template) && typeof key === "string"
    ? JSON.stringify({ ...template, [key]: password })
    : password;
}
