import { h, icon } from "/_sim/web/dom.js";
import { when } from "/_sim/web/time.js";
import { api } from "./api.js";
import { completeCommands } from "./complete-commands.js";
import { diffLines } from "./diff.js";
import { markdown } from "./markdown.js";
import { author } from "./person.js";
import { drawnReactions, reactionPicker } from "./reactions.js";
import { actingPerson } from "./session.js";
import { attempt } from "./toast.js";

/** Returns the box of a comment, a review comment, a review or the description, with its buttons. */
export function commentBox(item) {
  const editable = item.kind === "comment" || item.kind === "review-comment";
  const body = item.body ? markdown(item.body) : h("p", { class: "muted" }, "No description provided.");
  const box = h(
    "article",
    {
      class: item.bot ? "comment comment-bot" : "comment",
      data:
        editable || item.kind === "review"
          ? { testid: "comment", author: item.author, commentId: item.id }
          : {},
    },
    h(
      "header",
      { class: "comment-header" },
      ...author(item.author),
      h(
        "span",
        { class: "muted" },
        item.kind === "description" ? "opened this " : "commented ",
        when(item.at),
      ),
      item.edited && h("span", { class: "muted edited", data: { testid: "edited" } }, "· edited"),
      editable &&
        h("span", { class: "comment-actions" }, ...actions(item, () => openEditor(box, body, item))),
    ),
    item.path && h("div", { class: "comment-place" }, icon("file"), `${item.path}:${item.line}`),
    item.diffHunk && h("div", { class: "comment-hunk" }, diffLines(item.diffHunk)),
    h("div", { class: "comment-body" }, body),
    item.reactions?.length > 0 && drawnReactions(item.reactions),
  );
  return box;
}

function actions(item, edit) {
  const button = (text, onclick) =>
    h(
      "button",
      {
        type: "button",
        class: "quiet-button",
        onclick,
        "aria-label": `${text} the comment by ${item.author}`,
      },
      text,
    );
  return [
    reactionPicker(item),
    button("Edit", edit),
    button("Delete", () => attempt(() => api.remove(actingPerson(), item.kind, item.id))),
  ];
}

function openEditor(box, body, item) {
  const entry = box.closest(".entry");
  entry.dataset.editing = "";
  const text = h("textarea", { class: "input editor", "aria-label": "Edit the comment", rows: 5 });
  text.value = item.body;
  const completions = completeCommands(text);
  const close = () => {
    delete entry.dataset.editing;
    form.replaceWith(body);
  };
  const save = async (event) => {
    event.preventDefault();
    const saved = await attempt(() => api.edit(actingPerson(), item.kind, item.id, text.value));
    if (saved) close();
  };
  const form = h(
    "form",
    { class: "editor-form", onsubmit: save },
    text,
    completions,
    h(
      "div",
      { class: "form-row form-row-end" },
      h("button", { type: "button", class: "button", onclick: close }, "Cancel"),
      h("button", { type: "submit", class: "button button-primary" }, "Save"),
    ),
  );
  text.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  body.replaceWith(form);
  text.focus();
}
