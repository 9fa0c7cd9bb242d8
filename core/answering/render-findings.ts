import type { Finding } from "../employees/runner.ts";

const severities: Finding["severity"][] = ["high", "medium", "low"];

/**
 * Returns an employee's answer with its findings as a list, the most severe first. The texts are untrusted: titles and paths
 * are escaped here, and the caller sanitizes the whole answer.
 */
export function withFindings(markdown: string, findings: readonly Finding[]): string {
  if (findings.length === 0) return markdown;
  const sorted = severities.flatMap((severity) =>
    findings.filter((finding) => finding.severity === severity),
  );
  const list = sorted.map(renderFinding).join("\n");
  return [markdown.trim(), `**Findings (${findings.length})**`, list]
    .filter((part) => part !== "")
    .join("\n\n");
}

function renderFinding({ path, line, end_line, severity, title, body = "" }: Finding): string {
  const lines = line === null ? "" : `:${line}${end_line && end_line > line ? `-${end_line}` : ""}`;
  const head = `- \`${asCode(path)}${lines}\` **${severity}**: ${asText(title)}`;
  if (body.trim() === "") return head;
  // The list's indentation keeps the body in its item.
  const indented = body.trim().replaceAll(/^(?=.)/gm, "  ");
  return `${head}\n\n${indented}\n`;
}

/** Nothing in a code span is active, except the backtick that ends it. */
function asCode(text: string): string {
  return oneLine(text).replaceAll("`", "'");
}

/** Escapes what Markdown reads as markup: https://spec.commonmark.org/0.31.2/#backslash-escapes. */
function asText(text: string): string {
  return oneLine(text).replaceAll(/[\\`*_{}[\]<>()#|~!-]/g, "\\$&");
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
