import { revealInvisible } from "../../../core/markdown/invisible.ts";

/** A message as JSON, which escapes what would be acted upon, in a text as in a document; the rest is made visible. */
export function letterText(body: string): string[] {
  return JSON.stringify(parsed(body), null, 2).split("\n").map(revealInvisible);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
