import type { Finding } from "../../core/employees/runner.ts";
import type { ChangedFile } from "../../core/github/pull-request.ts";

const longestLine = 120;

/** Returns what the demo bot finds in the lines that a file adds. */
export function checkFile({ path, patch }: Pick<ChangedFile, "path" | "patch">): Finding[] {
  return addedLines(patch ?? "").flatMap(({ line, text }): Finding[] => {
    if (/\b(?:select|insert|update|delete)\b[^`]*'\$\{/i.test(text)) {
      const body = "A value inside the statement can end it and start another one. Pass it as a parameter.";
      return [{ path, line, severity: "high", title: "SQL is built from a value", body }];
    }
    if (text.length <= longestLine) return [];
    return [{ path, line, severity: "low", title: `Line has ${text.length} characters` }];
  });
}

/** Returns the added lines of a patch with their numbers in the new file. */
function addedLines(patch: string): { line: number; text: string }[] {
  const added: { line: number; text: string }[] = [];
  let next = 0;
  for (const text of patch.split("\n")) {
    const start = /^@@ -\S+ \+(\d+)/.exec(text)?.[1];
    if (start) {
      next = Number(start);
      continue;
    }
    if (text.startsWith("+")) added.push({ line: next, text: text.slice(1) });
    if (/^[+ ]/.test(text)) next += 1;
  }
  return added;
}
