import { type Exception, exceptions, type Form, forms } from "./forms.ts";

export interface Finding {
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
  found: string;
  better: string;
}

/** Returns each match of a refused form in a text, except those that an exception names. */
export function checkText(
  file: string,
  text: string,
  refused: readonly Form[] = forms,
  allowed: readonly Exception[] = exceptions,
): Finding[] {
  const kept = allowed.filter((exception) => exception.file === file);
  return text.split("\n").flatMap((line, index) => {
    if (kept.some((exception) => line.includes(exception.text))) return [];
    return refused.flatMap(({ pattern, better }) =>
      Array.from(line.matchAll(new RegExp(pattern, "gi")), (match) => ({
        line: index + 1,
        column: match.index + 1,
        found: match[0].trim(),
        better,
      })),
    );
  });
}
