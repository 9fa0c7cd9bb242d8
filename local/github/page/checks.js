import { byId, h, icon, reconcile } from "/_sim/web/dom.js";
import { api } from "./api.js";
import { markdown } from "./markdown.js";
import { actingPerson } from "./session.js";
import { attempt } from "./toast.js";

/** Draws the check runs of the head commit in the box above GitHub's merge button. */
export function drawChecks({ checks, checkSuite }) {
  const section = byId("checks");
  section.hidden = checks.length === 0;
  if (!section.firstElementChild)
    section.append(h("ul", { class: "check-list" }), h("div", { class: "check-all" }));
  const [list, all] = section.children;
  reconcile(list, checks, ({ id }) => id, checkRun);
  all.replaceChildren(
    button("Re-run all checks", "rerun-all", () => api.rerunAll(actingPerson(), checkSuite)),
  );
}

function checkRun(run, previous) {
  const { id, name, status, conclusion, title, summary, details, actions } = run;
  const outcome = conclusion ?? status;
  const open = previous?.querySelector("details")?.open ?? false;
  const clicks = actions.map(({ label, description, identifier }) =>
    button(label, identifier, () => api.checkAction(actingPerson(), id, identifier), description),
  );
  if (status === "completed") clicks.push(button("Re-run", "rerun", () => api.rerun(actingPerson(), id)));
  return h(
    "li",
    { class: `check check-${outcome}`, data: { testid: "check", outcome, name } },
    h("span", { class: "check-icon" }, icon(iconName(outcome))),
    h(
      "details",
      { class: "check-text", open },
      h(
        "summary",
        {},
        h("strong", {}, name),
        h("span", { class: "muted" }, ` — ${title ?? outcome.replaceAll("_", " ")}`),
      ),
      summary && h("div", { class: "comment-body", data: { testid: "check-summary" } }, markdown(summary)),
      details && h("a", { href: details }, "Details"),
    ),
    h("span", { class: "check-buttons" }, ...clicks),
  );
}

function button(label, identifier, click, title) {
  const onclick = () => attempt(click);
  return h(
    "button",
    { type: "button", class: "quiet-button", title, onclick, data: { testid: `check-${identifier}` } },
    label,
  );
}

function iconName(outcome) {
  if (outcome === "success" || outcome === "neutral") return "check";
  return ["failure", "timed_out", "cancelled"].includes(outcome) ? "closed" : "dot";
}
