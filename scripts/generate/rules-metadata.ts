import { asRecord, parseJson } from "../../core/json-value.ts";
import type { Rules } from "./read-rules.ts";

/** Their place in a template. */
const key = "Rules";

/**
 * Returns the rules for the `Metadata` of the CloudFormation template, which is deployed and rolled back together with
 * the code. They are a text, because a template refuses null, and omit the employees' instructions, which decide
 * nothing.
 */
export function rulesMetadata({ roster, policy }: Rules): Record<string, string> {
  const employees = roster.map((employee) => ({ ...employee, instructions: "" }));
  return { [key]: JSON.stringify({ version: 1, roster: employees, policy } satisfies Kept) };
}

interface Kept extends Rules {
  version: 1;
}

/** Reads the rules from a template's text, with empty instructions; null if it has no readable ones. */
export function readRulesMetadata(template: string): Rules | null {
  const text = asRecord(asRecord(parseJson(template)).Metadata)[key];
  const kept = typeof text === "string" ? parseJson(text) : null;
  return isKept(kept) ? { roster: kept.roster, policy: kept.policy } : null;
}

/** They were checked when they were written. */
function isKept(value: unknown): value is Kept {
  const { version, roster, policy } = asRecord(value);
  return version === 1 && Array.isArray(roster) && typeof policy === "object" && policy !== null;
}
