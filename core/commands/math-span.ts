import type { StateInline } from "markdown-it";

const inlineMath = /(?<=^|[\s([{])\$(?![\s$])[^$]*(?<![\s\\])\$(?!\w)/y;

/** Inline rule of markdown-it: `$…$` and `$$…$$`, over several lines too. GitHub shows a formula there. */
export function mathSpan(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  if (src[pos] !== "$") return false;
  const end = src[pos + 1] === "$" ? displayEnd(src, pos) : inlineEnd(src, pos);
  if (end === null) return false;
  if (!silent) state.push("math_span", "", 0);
  state.pos = end;
  return true;
}

function inlineEnd(text: string, start: number): number | null {
  inlineMath.lastIndex = start;
  return inlineMath.test(text) ? inlineMath.lastIndex : null;
}

/** A missing closing mark is searched for once: after the text's last mark there is none. */
function displayEnd(text: string, start: number): number | null {
  const end = text.indexOf("$$", start + 2);
  return end === -1 ? null : end + 2;
}
