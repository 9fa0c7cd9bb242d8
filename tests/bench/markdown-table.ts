/** The first column is text, the others are numbers. */
export function markdownTable(head: string[], rows: string[][]): string {
  const rule = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
