import { byId, h } from "../../web/dom.js";
import { when } from "../../web/time.js";
import { timeOfDay } from "./format.js";

const modes = { active: "good", canary: "busy", shadow: "warn", off: "muted" };

/** Draws a card if its content has changed; relative times update separately. */
function card(id, title, part, draw) {
  const place = byId(id);
  const text = JSON.stringify(part);
  if (place.snapshot === text) return;
  place.snapshot = text;
  const { value, problem } = part;
  const body = problem ? [h("p", { class: "problem" }, `${problem.message} ${problem.advice}`)] : draw(value);
  place.replaceChildren(h("h2", { class: "card-heading", id: `${id}-heading` }, title), ...body);
}

/** Draws what is live, in shadow or off, since when and why. */
export function drawRollout(part) {
  card(
    "rollout",
    "Rollout",
    part,
    ({ mode, stage_mode, version, deployed, changed_by, changed_at, reason, rules }) =>
      [
        h(
          "p",
          { class: "card-lead" },
          h("span", { class: `pill pill-${modes[mode]}`, data: { testid: "rollout-mode" } }, mode),
          h("span", { class: "muted" }, version === 0 ? "as deployed" : `version ${version}`),
          deployed && version > 0 && h("span", { class: "muted" }, "back to the deployed rollout"),
          deployed &&
            stage_mode !== "active" &&
            h("span", { class: "muted" }, `limited by the stage (rolloutMode: ${stage_mode})`),
        ),
        h(
          "ol",
          { class: "rules" },
          ...rules.map((rule) =>
            h(
              "li",
              {},
              h("span", { class: `rule-dot sign-${modes[rule.mode]}`, "aria-hidden": "true" }),
              h("span", {}, h("strong", {}, rule.when), h("br"), rule.what),
            ),
          ),
        ),
        version > 0 &&
          h(
            "p",
            { class: "card-foot muted" },
            `“${reason}”, by ${changed_by.replace(/^operator:/, "")}, `,
            when(changed_at),
          ),
      ].filter(Boolean),
  );
}

/** Draws the providers that are blocked now. */
export function drawCircuits(part) {
  card("circuits", "Circuits", part, (circuits) => {
    if (circuits.length === 0)
      return [h("p", { class: "card-lead" }, h("span", { class: "pill pill-good" }, "all closed"))];
    return [
      h(
        "ul",
        { class: "rules" },
        ...circuits.map(({ provider, key, state, until, reason }) =>
          h(
            "li",
            { data: { testid: "circuit" } },
            h("span", { class: "rule-dot sign-warn", "aria-hidden": "true" }),
            h(
              "span",
              {},
              h("strong", {}, `${provider} ${key}`),
              ` ${state.replace("_", " ")}`,
              h("br"),
              `${reason}, until ${timeOfDay(until).slice(0, 8)} UTC`,
            ),
          ),
        ),
      ),
      h(
        "p",
        { class: "card-foot muted" },
        "Their jobs wait. A circuit closes by itself, or by ",
        h("code", {}, "circuit close"),
        ".",
      ),
    ];
  });
}
