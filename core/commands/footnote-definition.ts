import type { StateBlock } from "markdown-it";

const label = /\[\^[^\]\s]+\]:[ \t]*/y;
/** Indentation of a footnote's further lines, in columns. */
const indent = 4;

/** Block rule of markdown-it: `[^1]: text`, a container like a list item. GitHub shows it at the end of the comment. */
export function footnoteDefinition(
  state: StateBlock,
  line: number,
  endLine: number,
  silent: boolean,
): boolean {
  const begin = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0);
  label.lastIndex = begin;
  if ((state.sCount[line] ?? 0) - state.blkIndent >= indent || !label.test(state.src)) return false;
  if (silent) return true;

  const before = {
    mark: state.bMarks[line] ?? 0,
    shift: state.tShift[line] ?? 0,
    columns: state.sCount[line] ?? 0,
    parent: state.parentType,
  };
  state.push("footnote_open", "", 1);
  state.bMarks[line] = label.lastIndex;
  state.tShift[line] = 0;
  state.blkIndent += indent;
  state.sCount[line] = state.blkIndent;
  state.parentType = "footnote";
  state.md.block.tokenize(state, line, endLine);
  state.parentType = before.parent;
  state.blkIndent -= indent;
  state.sCount[line] = before.columns;
  state.tShift[line] = before.shift;
  state.bMarks[line] = before.mark;
  state.push("footnote_close", "", -1);
  return true;
}
