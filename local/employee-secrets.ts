import { randomBytes } from "node:crypto";
import { readRulesMetadata } from "../scripts/generate/rules-metadata.ts";
import type { GitHub } from "./github/start-github.ts";
import type { Serverless } from "./service.ts";

export interface EmployeeSecrets {
  /** Values by the logical id of their resource. */
  byResource: Record<string, string>;
  /** Values by the name of their employee. */
  byEmployee: Map<string, string>;
}

/**
 * Chooses the secrets that sign the messages of employees outside, because their counterparts on the laptop need them too:
 * the given one for all, or a new one for each.
 */
export function chooseEmployeeSecrets({ service }: Serverless, given: string | null): EmployeeSecrets {
  const byResource: Record<string, string> = {};
  const byEmployee = new Map<string, string>();
  for (const [logicalId, { Type, Properties }] of Object.entries(service.resources?.Resources ?? {})) {
    const name = Type === "AWS::SecretsManager::Secret" ? String(Properties?.Name) : "";
    const employee = /\/employees\/([a-z0-9-]+)$/.exec(name)?.[1];
    if (!employee) continue;
    const value = given ?? randomBytes(48).toString("base64");
    byResource[logicalId] = value;
    byEmployee.set(employee, value);
  }
  return { byResource, byEmployee };
}

/** Stores the secrets of workflow employees in the repositories of their workflows, as an operator does on GitHub. */
export function storeWorkflowSecrets(
  { store }: GitHub,
  { service }: Serverless,
  { byEmployee }: EmployeeSecrets,
): void {
  const rules = readRulesMetadata(JSON.stringify({ Metadata: service.resources?.Metadata ?? {} }));
  for (const { name, workflow } of rules?.roster ?? []) {
    const value = byEmployee.get(name);
    const [owner = "", repository = ""] = workflow?.repository.split("/") ?? [];
    if (workflow && value) store.repository(owner, repository).secrets.set("EMPLOYEE_SECRET", value);
  }
}
