import { byId, h, icon } from "/_sim/web/dom.js";

const views = ["conversation", "files"];
let counts = { conversation: 0, files: 0 };

function current() {
  return location.hash === "#files" ? "files" : "conversation";
}

function draw() {
  const names = { conversation: "Conversation", files: "Files changed" };
  const icons = { conversation: "comment", files: "file" };
  byId("tabs").replaceChildren(
    ...views.map((view) =>
      h(
        "a",
        { class: "tab", href: `#${view}`, "aria-current": current() === view ? "page" : null },
        icon(icons[view]),
        names[view],
        h("span", { class: "counter" }, String(counts[view])),
      ),
    ),
  );
  for (const view of views) byId(view).hidden = current() !== view;
}

export function drawTabs({ timeline, pull }) {
  const comments = timeline.filter(({ kind }) => kind.includes("comment") || kind === "review");
  counts = { conversation: comments.length, files: pull.files.length };
  draw();
}

window.addEventListener("hashchange", draw);
