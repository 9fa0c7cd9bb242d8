import { byId, h, reconcile } from "/_sim/web/dom.js";
import { diffLines } from "./diff.js";

export function drawFiles({ pull }) {
  reconcile(byId("files"), pull.files, ({ filename }) => filename, fileDiff);
}

function fileDiff({ filename, status, additions, deletions, patch }, previous) {
  return h(
    "details",
    { class: "file", open: previous ? previous.open : true },
    h(
      "summary",
      { class: "file-name" },
      h("code", {}, filename),
      status !== "modified" && h("span", { class: "badge" }, status),
      h(
        "span",
        { class: "file-sums" },
        h("span", { class: "plus" }, `+${additions}`),
        h("span", { class: "minus" }, `−${deletions}`),
      ),
    ),
    h(
      "div",
      { class: "file-diff", tabindex: "0", role: "region", "aria-label": `Changes in ${filename}` },
      diffLines(patch),
    ),
  );
}
