import type { Template } from "../template/template.ts";
import { initialValue } from "./initial-value.ts";
import { createSecretStore, type SecretStore } from "./secret-store.ts";

/** The template's secrets, with the given values or those that the template writes down or generates. */
export function createSecrets(template: Template, values: Record<string, string>): SecretStore {
  const store = createSecretStore();
  for (const { logicalId, local, properties } of template.ofType("AWS::SecretsManager::Secret")) {
    store.add({ arn: local.ref, name: local.name, value: values[logicalId] ?? initialValue(properties) });
  }
  return store;
}
