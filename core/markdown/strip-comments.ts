import { backtickRun, codeSpanEnd } from "./code-span.ts";

/**
 * A cursor over lines that takes HTML comments out of each line it hands over. A comment that opens a line may run
 * over several lines, as GitHub lets it; one in the middle of a line must end there. Comments in code spans stay, and
 * one that is never closed stays too: whoever prints the line must escape it.
 */
export function commentStripper(lines: string[]): (index: number) => { line: string; next: number } {
  const lastCloser = lines.findLastIndex((line) => line.includes("-->"));

  return (start) => {
    let index = start;
    let kept = "";
    let opensLine = true;
    let rest = lines[start] ?? "";
    for (;;) {
      const found = /`|<!--/.exec(rest);
      if (!found) return { line: kept + rest, next: index + 1 };
      const at = found.index;
      const before = rest.slice(0, at);
      opensLine &&= before.trim() === "";
      if (found[0] === "`") {
        const end = codeSpanEnd(rest, at);
        const upTo = end < 0 ? at + backtickRun(rest, at) : end;
        opensLine = false;
        kept += rest.slice(0, upTo);
        rest = rest.slice(upTo);
        continue;
      }
      // From `at + 2`, because `<!-->` is a whole comment.
      let closer = rest.indexOf("-->", at + 2);
      if (closer < 0 && opensLine && index < lastCloser) {
        do {
          index += 1;
          rest = lines[index] ?? "";
          closer = rest.indexOf("-->");
        } while (closer < 0);
      }
      if (closer < 0) return { line: kept + rest, next: index + 1 };
      kept += before;
      rest = rest.slice(closer + 3);
    }
  };
}
