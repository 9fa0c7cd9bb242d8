import { byId, h } from "/_sim/web/dom.js";
import { api } from "./api.js";
import { completeCommands } from "./complete-commands.js";
import { avatar } from "./person.js";
import { actAs, actingPerson } from "./session.js";
import { attempt } from "./toast.js";

const form = byId("composer");
const text = h("textarea", {
  class: "input",
  id: "composer-text",
  rows: 4,
  placeholder: "Leave a comment, or a command such as /help at the start of a line",
  "aria-label": "Comment",
  data: { testid: "composer" },
});
const person = h("select", { class: "select", id: "person", data: { testid: "person" } });
const kind = h(
  "select",
  { class: "select", "aria-label": "Kind of comment", data: { testid: "kind" } },
  h("option", { value: "comment" }, "Comment"),
  h("option", { value: "review-comment" }, "Review comment"),
  h("option", { value: "COMMENT" }, "Review: comment"),
  h("option", { value: "APPROVE" }, "Review: approve"),
  h("option", { value: "REQUEST_CHANGES" }, "Review: request changes"),
);
const file = h("select", {
  class: "select",
  "aria-label": "File of the review comment",
  data: { testid: "file" },
});
const fileRow = h("div", { class: "form-row", hidden: true }, h("span", { class: "muted" }, "on"), file);
const avatarSlot = h("div", { class: "entry-avatar" });
const submit = h(
  "button",
  { type: "submit", class: "button button-primary", data: { testid: "submit" } },
  "Comment",
);

form.append(
  avatarSlot,
  h(
    "div",
    { class: "entry-body composer-box" },
    h("div", { class: "composer-head" }, h("label", { for: "person" }, "Write as"), person, kind, fileRow),
    text,
    completeCommands(text),
    h(
      "div",
      { class: "form-row form-row-end" },
      h("span", { class: "muted hint" }, "Ctrl + Enter to send"),
      submit,
    ),
  ),
);

let headSha = "";

function post(as, body) {
  switch (kind.value) {
    case "comment":
      return api.comment(as, body);
    case "review-comment":
      return api.reviewComment(as, body, { path: file.value, line: 1, commit_id: headSha });
    default:
      return api.review(as, body, kind.value);
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = text.value;
  if (body.trim() === "" || submit.disabled) return;
  submit.disabled = true;
  const posted = await attempt(() => post(actingPerson(), body));
  submit.disabled = false;
  if (posted) reset();
  text.focus();
});

function reset() {
  text.value = "";
  kind.value = "comment";
  fileRow.hidden = true;
}

text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});

kind.addEventListener("change", () => {
  fileRow.hidden = kind.value !== "review-comment";
});

person.addEventListener("change", () => {
  actAs(person.value);
  avatarSlot.replaceChildren(avatar(person.value));
});

export function drawComposer({ people, pull }) {
  headSha = pull.head.sha;
  const known = JSON.stringify([people, pull.files.map(({ filename }) => filename)]);
  if (form.snapshot === known) return;
  form.snapshot = known;
  person.replaceChildren(
    ...people.map(({ login, role }) =>
      h("option", { value: login, selected: login === actingPerson() }, `${login} (${role})`),
    ),
  );
  actAs(person.value);
  avatarSlot.replaceChildren(avatar(person.value));
  const chosen = file.value;
  file.replaceChildren(
    ...pull.files.map(({ filename }) =>
      h("option", { value: filename, selected: filename === chosen }, filename),
    ),
  );
}
