import { byId, h } from "../../web/dom.js";
import { when } from "../../web/time.js";
import { closeCircuit, openCircuit } from "./circuit-switch.js";
import { timeOfDay } from "./format.js";
import { pauseIntake, resumeIntake } from "./intake-switch.js";
import { changeRollout, undoRollout } from "./rollout-switch.js";

const moods = { active: "good", canary: "busy", shadow: "warn", "shadow-run": "warn", off: "muted" };

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

const smallButton = (label, onclick, testid) =>
  h("button", { type: "button", class: "button button-small", onclick, data: { testid } }, label);

/** Draws whether webhooks are dispatched, and the switch. */
export function drawIntake({ intake, queues }) {
  const { value, problem } = intake;
  const part = problem ? { problem } : { value: { ...value, waiting: queues.value?.waiting ?? null } };
  card("intake", "Intake", part, ({ state, pause, waiting }) => {
    const isOn = state === "Enabled";
    const toggle = isOn ? () => pauseIntake(waiting) : () => resumeIntake(waiting);
    return [
      h(
        "p",
        { class: "card-lead" },
        h("span", { class: `pill pill-${isOn ? "good" : "warn"}` }, isOn ? "on" : pause ? "paused" : state),
        smallButton(isOn ? "Pause…" : "Resume…", toggle, "switch-intake"),
      ),
      pause && h("p", { class: "card-foot muted" }, ...by(pause.reason, pause.actor, pause.at)),
    ].filter(Boolean);
  });
}

const by = (reason, actor, at) => [`“${reason}”, by ${actor.replace(/^operator:/, "")}, `, when(at)];

/** Draws what is live, in shadow or off, since when and why, and how to change it. */
export function drawRollout(part) {
  card("rollout", "Rollout", part, (rollout) => {
    const { mode, version, changed_by, changed_at, reason, rules, modes } = rollout;
    return [
      h(
        "p",
        { class: "card-lead" },
        h("span", { class: `pill pill-${moods[mode]}`, data: { testid: "rollout-mode" } }, mode),
        ...rolloutNotes(rollout).map((text) => h("span", { class: "muted" }, text)),
      ),
      h("ol", { class: "rules" }, ...rules.map((rule) => ruleOf(rule, modes))),
      version > 0 && h("p", { class: "card-foot muted" }, ...by(reason, changed_by, changed_at)),
      h(
        "p",
        { class: "card-buttons" },
        smallButton("Change…", () => changeRollout({ mode, scope: {} }, modes), "change-rollout"),
        version > 0 && smallButton("Undo the last change…", undoRollout, "undo-rollout"),
      ),
    ].filter(Boolean);
  });
}

function rolloutNotes({ version, deployed, stage_mode }) {
  return [
    version === 0 ? "as deployed" : `version ${version}`,
    deployed && version > 0 && "back to the deployed rollout",
    deployed && stage_mode !== "active" && `limited by the stage (rolloutMode: ${stage_mode})`,
  ].filter(Boolean);
}

function ruleOf(rule, modes) {
  return h(
    "li",
    {},
    h("span", { class: `rule-dot sign-${moods[rule.mode]}`, "aria-hidden": "true" }),
    h("span", {}, h("strong", {}, rule.when), h("br"), rule.what),
    Object.keys(rule.scope).length > 0 &&
      h(
        "button",
        {
          ...{ type: "button", class: "quiet-button", "aria-label": `Change the rule for ${rule.when}` },
          onclick: () => changeRollout(rule, modes),
        },
        "Change…",
      ),
  );
}

/** Draws the providers that are blocked now, and the switches. */
export function drawCircuits({ circuits, jobs }) {
  const { value, problem } = circuits;
  const counts = jobs.value?.counts ?? [];
  const open = counts.filter((one) => one.open).reduce((sum, { count }) => sum + count, 0);
  card("circuits", "Circuits", problem ? { problem } : { value: { list: value, open } }, ({ list }) =>
    [
      list.length === 0
        ? h("p", { class: "card-lead" }, h("span", { class: "pill pill-good" }, "all closed"))
        : h("ul", { class: "rules" }, ...list.map(circuitOf)),
      list.length > 0 &&
        h("p", { class: "card-foot muted" }, "Their jobs wait. A circuit also closes by itself."),
      h(
        "p",
        { class: "card-buttons" },
        smallButton("Open a circuit…", () => openCircuit(open), "open-circuit"),
      ),
    ].filter(Boolean),
  );
}

function circuitOf({ provider, key, state, until, reason }) {
  return h(
    "li",
    { data: { testid: "circuit" } },
    h("span", { class: "rule-dot sign-warn", "aria-hidden": "true" }),
    h(
      "span",
      {},
      h("strong", {}, `${provider} ${key}`),
      ` ${state.replace("_", " ")}`,
      h("br"),
      `${reason ?? "unknown"}, until ${timeOfDay(until).slice(0, 8)} UTC`,
    ),
    h(
      "button",
      {
        ...{ type: "button", class: "quiet-button", "aria-label": `Close the circuit ${provider} ${key}` },
        onclick: () => closeCircuit({ provider, key }),
      },
      "Close…",
    ),
  );
}
