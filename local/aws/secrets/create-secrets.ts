import { randomBytes } from "node:crypto";
import { isRecord, parseJson } from "../../../core/json-value.ts";
import type { Template } from "../template/template.ts";
import { createSecretStore, type SecretStore } from "./secret-store.ts";

/** Creates the template's secrets with the given values, by logical id, or with those of the template. */
export function createSecrets(template: Template, values: Record<string, string>): SecretStore {
  const store = createSecretStore();
  for (const { logicalId, local, properties } of template.ofType("AWS::SecretsManager::Secret")) {
    store.add({ arn: local.ref, name: local.name, value: values[logicalId] ?? initialValue(properties) });
  }
  // The laptop does not rotate on a schedule: the resource only names the function for rotations on request.
  for (const { properties } of template.ofType("AWS::SecretsManager::RotationSchedule")) {
    const { RotationLambdaARN, RotationRules, SecretId } = properties;
    store.find(String(SecretId)).rotation = {
      enabled: true,
      lambdaArn: String(RotationLambdaARN),
      ...(isRecord(RotationRules) && { rules: RotationRules }),
    };
  }
  return store;
}

/** Returns the `SecretString` of a resource, or a generated one; undefined for a secret without a value. */
function initialValue(properties: Record<string, unknown>): string | undefined {
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
