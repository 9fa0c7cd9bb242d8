import { byId, h } from "../../web/dom.js";
import { api } from "./api.js";
import { askReason, showDone } from "./ask-reason.js";
import { checkbox, field, select } from "./fields.js";

const dialog = byId("ask");
const events = [
  ["issue_comment", "comments"],
  ["pull_request_review_comment", "review comments"],
  ["pull_request_review", "reviews"],
];

/** Asks for a mode and the requests that it is for; `rule` fills the form. Then shows the effect and asks for a reason. */
export function changeRollout(rule, modes) {
  const form = createForm(rule, modes);
  const problem = h("p", { class: "problem", role: "alert", hidden: true });
  const next = h(
    "button",
    { class: "button button-primary", data: { testid: "show-effect" } },
    "Show the effect",
  );

  async function submit(event) {
    event.preventDefault();
    next.disabled = true;
    problem.hidden = true;
    try {
      const change = form.read();
      confirmChange("Change the rollout", change, await api.previewRollout(change), draw);
    } catch (error) {
      problem.textContent = `${error.message} ${error.advice ?? ""}`;
      problem.hidden = false;
    }
    next.disabled = false;
  }

  function draw() {
    const cancel = h("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Cancel");
    dialog.replaceChildren(
      h(
        "form",
        { onsubmit: submit },
        h("h2", { id: "ask-title" }, "Change the rollout"),
        ...form.nodes,
        problem,
        h("div", { class: "form-row form-row-end" }, cancel, next),
      ),
    );
    if (!dialog.open) dialog.showModal();
    form.first.focus();
  }

  draw();
}

/** Shows what undoing the last change does, and asks for a reason. */
export async function undoRollout() {
  try {
    confirmChange("Undo the last change", "back", await api.previewRollout("back"), () => dialog.close());
  } catch (error) {
    showDone(`${error.message} ${error.advice ?? ""}`);
  }
}

function confirmChange(title, change, { version, before, after, effects }, back) {
  const lines = effects.length > 0 ? effects : ["none: every request is treated the same"];
  const list = (name, texts) => [
    h("h3", { class: "effect-heading" }, name),
    h(
      "ul",
      {
        class: name === "Effect" ? "effect-list" : "effect-list effect-lines",
        data: { testid: `rollout-${name.toLowerCase()}` },
      },
      ...texts.map((text) => h("li", {}, text)),
    ),
  ];
  askReason({
    title,
    text: [...list("Effect", lines), ...list("Before", before), ...list("After", after)],
    act: "Apply",
    back,
    async run(reason) {
      const put = await api.setRollout(change, version, reason);
      showDone(`Version ${put.version} takes effect in a few seconds.`);
    },
  });
}

/** Creates the form. Without repositories, commands and events the mode is for everything. */
function createForm({ mode: current, scope, percentage }, modes) {
  const mode = select(
    "rollout-mode",
    modes.map((name) => [name, name]),
    current,
  );
  const text = (id, values = []) =>
    h("input", { class: "input", id, value: values.join(" "), spellcheck: "false", autocomplete: "off" });
  const share = h("input", {
    class: "input",
    id: "rollout-share",
    inputmode: "decimal",
    value: percentage ? String(percentage) : "10",
  });
  const shareRow = field("Percentage", share, "the active share; the rest is in shadow");
  const repos = text("rollout-repos", scope.repos);
  const commands = text("rollout-commands", scope.commands);
  const boxes = events.map(([kind, label]) => ({
    kind,
    ...checkbox(`rollout-${kind}`, label, scope.events?.includes(kind)),
  }));
  const keep = checkbox("rollout-keep", "Keep the other rules in force", true);
  const showShare = () => {
    shareRow.hidden = mode.value !== "canary";
  };
  mode.addEventListener("change", showShare);
  showShare();

  const names = (input) =>
    input.value
      .split(/[\s,]+/)
      .map((name) => name.replace(/^\//, ""))
      .filter(Boolean);
  return {
    first: mode,
    nodes: [
      field("Mode", mode),
      shareRow,
      field("Repositories", repos, "globs such as octo-org/*; empty: all"),
      field("Commands", commands, "such as security docs; empty: all"),
      h(
        "fieldset",
        { class: "field field-boxes" },
        h("legend", {}, "Events"),
        ...boxes.map(({ row }) => row),
        h("span", { class: "field-hint muted" }, "none chosen: all"),
      ),
      keep.row,
    ],
    read: () => ({
      mode: mode.value,
      percentage: mode.value === "canary" ? Number(share.value.replace(",", ".")) : null,
      repos: names(repos),
      commands: names(commands),
      events: boxes.filter(({ box }) => box.checked).map(({ kind }) => kind),
      keep_rules: keep.box.checked,
    }),
  };
}
