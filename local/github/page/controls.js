import { byId, h, icon } from "/_sim/web/dom.js";
import { api } from "./api.js";
import { actingPerson } from "./session.js";
import { attempt } from "./toast.js";

const roles = ["none", "read", "triage", "write", "maintain", "admin"];
const list = byId("control-list");

/** What can be done to the pull request without writing: permissions, commits, state. */
export function drawControls({ people, pull }) {
  const text = JSON.stringify([people, pull.state]);
  if (list.snapshot === text) return;
  list.snapshot = text;
  const open = pull.state === "open";
  list.replaceChildren(
    h(
      "div",
      { class: "form-row" },
      h(
        "button",
        {
          type: "button",
          class: "button",
          data: { testid: "push" },
          onclick: () => attempt(() => api.push(actingPerson())),
        },
        icon("commit"),
        "Push a commit",
      ),
      h(
        "button",
        {
          type: "button",
          class: "button",
          data: { testid: "toggle-state" },
          onclick: () => attempt(() => api.setState(actingPerson(), open ? "closed" : "open")),
        },
        icon(open ? "closed" : "pull"),
        open ? "Close pull request" : "Reopen pull request",
      ),
    ),
    h("h3", { class: "panel-subheading" }, "Permissions on this repository"),
    h("ul", { class: "permissions" }, ...people.map(permission)),
  );
}

function permission({ login, role }) {
  return h(
    "li",
    { class: "permission" },
    h("label", { for: `role-${login}` }, login),
    h(
      "select",
      {
        class: "select",
        id: `role-${login}`,
        data: { testid: "role", login },
        onchange: ({ target }) => attempt(() => api.grant(login, target.value)),
      },
      ...roles.map((name) => h("option", { value: name, selected: name === role }, name)),
    ),
  );
}
