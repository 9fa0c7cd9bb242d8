import { byId, h, icon } from "/_sim/web/dom.js";

/** Draws the check runs of the head commit in the box above GitHub's merge button. */
export function drawChecks({ checks }) {
  const section = byId("checks");
  section.hidden = checks.length === 0;
  section.replaceChildren(
    h(
      "ul",
      { class: "check-list" },
      ...checks.map(({ name, status, conclusion, title }) => {
        const outcome = conclusion ?? status;
        return h(
          "li",
          { class: `check check-${outcome}`, data: { testid: "check", outcome } },
          h("span", { class: "check-icon" }, icon(iconName(outcome))),
          h("strong", {}, name),
          h("span", { class: "muted" }, ` — ${title ?? outcome.replaceAll("_", " ")}`),
        );
      }),
    ),
  );
}

function iconName(outcome) {
  if (outcome === "success") return "check";
  return ["failure", "timed_out", "cancelled"].includes(outcome) ? "closed" : "dot";
}
