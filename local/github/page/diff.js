import { h } from "/_sim/web/dom.js";

/** Returns a patch as a table with the line numbers of both sides. */
export function diffLines(patch) {
  let before = 0;
  let after = 0;
  const rows = patch.split("\n").map((line) => {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(line);
    if (hunk) {
      before = Number(hunk[1]);
      after = Number(hunk[2]);
      return row("hunk", "", "", line);
    }
    if (line.startsWith("+")) return row("added", "", after++, line);
    if (line.startsWith("-")) return row("removed", before++, "", line);
    return row("same", before++, after++, line);
  });
  return h("table", { class: "diff" }, h("tbody", {}, ...rows));
}

function row(kind, before, after, text) {
  return h(
    "tr",
    { class: `diff-${kind}` },
    h("td", { class: "diff-number" }, String(before)),
    h("td", { class: "diff-number" }, String(after)),
    h("td", { class: "diff-text" }, text),
  );
}
