import { OperatorError } from "../../stack/errors.ts";
import type { Finding } from "../../stack/finding.ts";
import { type Io, print, printJson } from "../io.ts";
import { displayText } from "./table.ts";

const signs: Record<Finding["level"], string> = {
  ok: "ok  ",
  warning: "warn",
  failed: "FAIL",
  skipped: "-   ",
};

/** Prints findings. Throws OperatorError with `advice` if a check failed. */
export function printFindings(
  findings: Finding[],
  { stack, json, advice }: { stack: string; json: boolean | undefined; advice: string },
  io: Io,
): void {
  const failed = findings.filter(({ level }) => level === "failed").length;
  if (json) printJson(io.stdout, { stack, ok: failed === 0, findings });
  else print(io.stdout, ...findings.flatMap(linesOf));
  if (failed > 0) throw new OperatorError(`${failed} of ${findings.length} checks failed.`, advice);
}

const indent = " ".repeat(30);

function linesOf({ level, check, detail, advice }: Finding): string[] {
  const line = `${signs[level]} ${check.padEnd(24)} ${displayText(detail)}`;
  return advice ? [line, `${indent}${advice}`] : [line];
}
