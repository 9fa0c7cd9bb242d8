import { backtickRun, codeSpanEnds } from "./code-span.ts";

const mark = /`|<!--/g;

/** Returns where the HTML comment that starts at `start` ends (exclusive); -1 if it is not closed. */
export function commentEnd(text: string, start: number): number {
  // From `start + 2`, because `<!-->` is a whole comment.
  const end = text.indexOf("-->", start + 2);
  return end === -1 ? -1 : end + 3;
}

/**
 * Returns a function that removes the HTML comments from the line at an index, and returns the index of the line to
 * continue with. As on GitHub, a comment that starts its line may span several lines; any other must end on its line.
 * Comments in code spans stay. An unclosed comment stays too: the caller must escape it.
 */
export function commentStripper(lines: string[]): (index: number) => { line: string; next: number } {
  const lastCloser = lines.findLastIndex((line) => line.includes("-->"));

  return (start) => {
    let index = start;
    let line = lines[start] ?? "";
    let endOfSpan = codeSpanEnds(line);
    let at = 0;
    let kept = "";
    let opensLine = true;
    for (;;) {
      mark.lastIndex = at;
      const found = mark.exec(line);
      if (!found) return { line: kept + line.slice(at), next: index + 1 };
      const before = line.slice(at, found.index);
      opensLine &&= before.trim() === "";
      if (found[0] === "`") {
        const end = endOfSpan(found.index);
        const next = end < 0 ? found.index + backtickRun(line, found.index) : end;
        opensLine = false;
        kept += line.slice(at, next);
        at = next;
        continue;
      }
      let end = commentEnd(line, found.index);
      if (end < 0 && (!opensLine || index >= lastCloser))
        return { line: kept + line.slice(at), next: index + 1 };
      while (end < 0) {
        index += 1;
        line = lines[index] ?? "";
        endOfSpan = codeSpanEnds(line);
        end = line.includes("-->") ? line.indexOf("-->") + 3 : -1;
      }
      kept += before;
      at = end;
    }
  };
}

/**
 * Removes all HTML comments, in code too, so that text that only looks like a fence cannot hide one. An unclosed comment
 * hides the rest of the text if it starts its line; elsewhere GitHub shows it, and it stays.
 */
export function withoutComments(text: string): string {
  let kept = "";
  let at = 0;
  for (;;) {
    const start = text.indexOf("<!--", at);
    if (start < 0) return kept + text.slice(at);
    const end = commentEnd(text, start);
    const opensLine = text.slice(text.lastIndexOf("\n", start) + 1, start).trim() === "";
    kept += text.slice(at, start);
    if (end < 0) return opensLine ? kept : kept + text.slice(start);
    at = end;
  }
}
