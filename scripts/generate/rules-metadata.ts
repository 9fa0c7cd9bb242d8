import { asRecord, parseJson } from "../../core/json-value.ts";
import type { Rules } from "./read-rules.ts";

/** The key of the rules in the template's `Metadata`. */
const key = "Rules";

/**
 * Returns the rules for the `Metadata` of the CloudFormation template, which is deployed and rolled back together with
 * the code. The rules are a text, because a template must not contain null, and omit the employees' instructions, which
 * decide nothing.
 */
export function rulesMetadata({ roster, policy }: Rules): Record<string, string> {
  const employees = roster.map((employee) => ({ ...employee, instructions: "" }));
  return { [key]: JSON.stringify({ version: 1, roster: employees, policy } satisfies Kept) };
}

interface Kept extends Rules {
  version: 1;
}

/** Returns the rules in a template's text, with empty instructions; null if it has none or cannot be read. */
export function readRulesMetadata(template: string): Rules | null {
  const text = asRecord(asRecord(parseJson(template)).Metadata)[key];
  const kept = typeof text === "string" ? parseJson(text) : null;
  return isKept(kept) ? { roster: kept.roster, policy: kept.policy } : null;
}

/** Checks only the outline, because the rules were checked before they were written. */
function isKept(value: unknown): value is Kept {
  const { version, roster, policy } = asRecord(value);
  return version === 1 && Array.isArray(roster) && typeof policy === "object" && policy !== null;
}
