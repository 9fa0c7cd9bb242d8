import { isRecord } from "../../../core/json-value.ts";
import type { Template } from "../template/template.ts";
import { initialValue } from "./initial-value.ts";
import { createSecretStore, type SecretStore } from "./secret-store.ts";

/** The template's secrets, with the given values or those that the template writes down or generates. */
export function createSecrets(template: Template, values: Record<string, string>): SecretStore {
  const store = createSecretStore();
  for (const { logicalId, local, properties } of template.ofType("AWS::SecretsManager::Secret")) {
    store.add({ arn: local.ref, name: local.name, value: values[logicalId] ?? initialValue(properties) });
  }
  // Nothing on the laptop rotates by the clock: the schedule says who is asked when somebody rotates by hand.
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
