import DOMPurify from "/_sim/libraries/dompurify.js";
import { Marked } from "/_sim/libraries/marked.js";
import { h } from "/_sim/web/dom.js";

const marked = new Marked({ gfm: true, breaks: true });
const allowed = {
  USE_PROFILES: { html: true },
  FORBID_TAGS: ["style", "form", "button", "textarea", "select"],
  FORBID_ATTR: ["style", "class", "id", "name"],
};

/** Returns a comment as GitHub shows it. Comments are untrusted, so everything but plain formatting is removed. */
export function markdown(text) {
  const article = h("div", { class: "markdown" });
  article.append(DOMPurify.sanitize(marked.parse(text ?? ""), { ...allowed, RETURN_DOM_FRAGMENT: true }));
  for (const link of article.querySelectorAll("a[href]")) {
    link.rel = "noopener noreferrer";
    if (link.origin !== location.origin) link.target = "_blank";
  }
  for (const table of article.querySelectorAll("table")) {
    const scroller = h("div", {
      class: "table-scroller",
      tabindex: "0",
      role: "region",
      "aria-label": "Table",
    });
    table.replaceWith(scroller);
    scroller.append(table);
  }
  highlightMentions(article);
  return article;
}

/** Highlights mentions, and commands at the start of a line. */
function highlightMentions(article) {
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode())
    if (!walker.currentNode.parentElement.closest("code, pre, a")) texts.push(walker.currentNode);
  for (const text of texts) {
    const startsLine = !text.previousSibling || text.previousSibling.nodeName === "BR";
    const pattern = startsLine ? /(^\s*\/[a-z][\w-]*|@[a-z\d][\w-]*)/i : /(@[a-z\d][\w-]*)/i;
    const pieces = text.data.split(new RegExp(pattern, "gi"));
    if (pieces.length === 1) continue;
    text.replaceWith(
      ...pieces.map((piece, n) =>
        n % 2 === 0 ? piece : h("span", { class: piece.startsWith("@") ? "mention" : "command" }, piece),
      ),
    );
  }
}
