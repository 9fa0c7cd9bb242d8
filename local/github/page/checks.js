import { byId, h, icon, reconcile } from "/_sim/web/dom.js";
import { api } from "./api.js";
import { markdown } from "./markdown.js";
import { actingPerson } from "./session.js";
import { attempt } from "./toast.js";

/** Draws the check runs of the head commit in the box above GitHub's merge button. */
export function drawChecks({ checks, checkSuite, consoleUrl }) {
  const section = byId("checks");
  section.hidden = checks.length === 0;
  if (!section.firstElementChild)
    section.append(h("ul", { class: "check-list" }), h("div", { class: "check-all" }));
  const [list, all] = section.children;
  reconcile(
    list,
    checks.map((run) => ({ ...run, consoleUrl })),
    ({ id }) => id,
    checkRun,
  );
  all.replaceChildren(
    button("Re-run all checks", "rerun-all", () => api.rerunAll(actingPerson(), checkSuite)),
  );
}

function checkRun(run, previous) {
  const { id, name, status, conclusion, title, summary, actions } = run;
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
      h("p", { class: "job-links" }, ...links(run)),
    ),
    h("span", { class: "check-buttons" }, ...clicks),
  );
}

/** Links to the answer and, for a job of this App, to the console. */
function links({ details, job_id, consoleUrl }) {
  return [
    details && h("a", { href: details }, "Details"),
    consoleUrl && job_id && jobLink(`${consoleUrl}#/jobs/${job_id}`),
  ].filter(Boolean);
}

const jobLink = (href) =>
  h("a", { href, target: "_blank", rel: "noreferrer", data: { testid: "check-console" } }, "Console");

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
