import { revealInvisible } from "../../core/markdown/invisible.ts";

/** Returns a text that others may have written as one line: invisible characters show, and nothing moves a cursor. */
export function oneLine(text: string): string {
  return revealInvisible(text).replace(/\s+/g, " ");
}
