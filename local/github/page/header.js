import { byId, h, icon } from "/_sim/web/dom.js";
import { when } from "/_sim/web/time.js";
import { here } from "./api.js";

export function drawHeader({ repository, pull }) {
  document.title = `${pull.title} · #${pull.number} · ${repository.fullName}`;
  const [owner, name] = repository.fullName.split("/");
  byId("repository").replaceChildren(h("span", { class: "muted" }, `${owner} / `), h("strong", {}, name));
  byId("title").replaceChildren(
    h("h1", { class: "title-line" }, pull.title, h("span", { class: "title-number" }, ` #${pull.number}`)),
    h(
      "div",
      { class: "title-meta" },
      h(
        "span",
        { class: `state state-${pull.state}`, data: { testid: "state" } },
        icon(pull.state === "open" ? "pull" : "closed"),
        pull.state === "open" ? "Open" : "Closed",
      ),
      h(
        "span",
        {},
        h("strong", {}, pull.author),
        ` wants to merge ${pull.commits} ${pull.commits === 1 ? "commit" : "commits"} into `,
        branch(repository.fullName, pull.base),
        " from ",
        branch(repository.fullName, pull.head),
        " ",
        when(pull.at),
      ),
      ...pull.labels.map(label),
    ),
  );
}

function branch(repository, { ref, repository: of, sha }) {
  const fork = of !== repository ? `${of.split("/")[0]}:` : "";
  return h("code", { class: "branch", title: sha }, `${fork}${ref}`);
}

function label({ name, color }) {
  const element = h("span", { class: "label" }, name);
  element.style.setProperty("--label", `#${color}`);
  return element;
}

export function drawSwitch(pulls) {
  const options = pulls.map(({ repository, number, title }) =>
    h(
      "option",
      {
        value: `/${repository}/pull/${number}`,
        selected: repository === here.repository && number === here.number,
      },
      `${repository === here.repository ? "" : `${repository} `}#${number} ${title}`,
    ),
  );
  const select = byId("switch");
  const text = JSON.stringify(pulls);
  if (select.snapshot === text) return;
  select.snapshot = text;
  select.replaceChildren(...options);
}

byId("switch").addEventListener("change", ({ target }) => location.assign(target.value));
