import { byId, h } from "../../web/dom.js";

/** Reports change slowly and are expensive, so they refresh less often than the page. */
const refreshesBetween = 12;

/**
 * Creates a view whose content is one answer of the server: `load(choice)` requests it, `draw(answer)` creates its nodes.
 * `choices` are its periods or groups, as `[value, label]` by name; the view keeps the chosen ones.
 */
export function createReport(id, { choices, load, draw, often = refreshesBetween }) {
  const chosen = Object.fromEntries(Object.entries(choices).map(([name, [[value]]]) => [name, value]));
  const problem = h("p", { class: "problem", role: "alert", hidden: true });
  const body = h(
    "div",
    { class: "report-body", "aria-busy": "true" },
    h("p", { class: "empty" }, "Reading…"),
  );
  let loadedAt = 0;
  let snapshot = null;
  let running = null;

  async function read() {
    const wanted = JSON.stringify(chosen);
    body.setAttribute("aria-busy", "true");
    try {
      const answer = await load({ ...chosen });
      if (JSON.stringify(chosen) !== wanted) return;
      problem.hidden = true;
      const text = JSON.stringify(answer);
      if (text !== snapshot) body.replaceChildren(...draw(answer));
      snapshot = text;
    } catch (error) {
      problem.textContent = `${error.message} ${error.advice ?? ""}`;
      problem.hidden = false;
    }
    loadedAt = Date.now();
    body.setAttribute("aria-busy", "false");
  }

  function reload() {
    running ??= read().finally(() => {
      running = null;
    });
    return running;
  }

  function choose(name, value) {
    chosen[name] = value;
    drawChoices();
    // A request for another choice is ignored when it ends.
    running = null;
    return reload();
  }

  const bar = h("div", { class: "tools", hidden: Object.keys(choices).length === 0 });
  const drawChoices = () => drawChips(bar, { choices, chosen, choose });
  drawChoices();
  byId(id).append(bar, problem, body);
  return {
    reload,
    refresh(isShown, refreshMs) {
      if (isShown && Date.now() - loadedAt > refreshMs * often) reload();
    },
  };
}

function drawChips(bar, { choices, chosen, choose }) {
  const focused = bar.contains(document.activeElement) ? document.activeElement.dataset.choice : null;
  const chip = (name, value, label) =>
    h(
      "button",
      {
        ...{ type: "button", class: "chip chip-plain", "aria-pressed": String(chosen[name] === value) },
        ...{ data: { choice: `${name} ${value}` }, onclick: () => choose(name, value) },
      },
      label,
    );
  bar.replaceChildren(
    ...Object.entries(choices).map(([name, options]) =>
      h(
        "fieldset",
        { class: "chips chips-inline", "aria-label": name },
        ...options.map(([value, label]) => chip(name, value, label)),
      ),
    ),
  );
  if (focused) bar.querySelector(`[data-choice="${focused}"]`)?.focus();
}
