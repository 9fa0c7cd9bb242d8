import { byId, h } from "../../web/dom.js";

const dialog = byId("ask");

/**
 * Asks for the reason of a change and makes the change. `text` is a sentence or nodes with the effects and with fields
 * that `run` reads. The dialog shows an error, and the user can try again.
 */
export function askReason({
  title,
  text,
  act,
  run,
  isDangerous = false,
  back: goBack = () => dialog.close(),
}) {
  const reason = h("input", {
    ...{ class: "input", id: "reason", required: true, maxlength: "300", autocomplete: "off" },
    placeholder: "the fix is out in 1.4.2",
  });
  const problem = h("p", { class: "problem", role: "alert", hidden: true });
  const kind = isDangerous ? "button-danger" : "button-primary";
  const confirm = h("button", { class: `button ${kind}`, data: { testid: "confirm" } }, act);
  const back = h("button", { type: "button", class: "button", onclick: goBack }, "Back");

  async function submit(event) {
    event.preventDefault();
    confirm.disabled = true;
    confirm.textContent = "Working…";
    problem.hidden = true;
    try {
      await run(reason.value);
      dialog.close();
      document.dispatchEvent(new Event("stack-changed"));
    } catch (error) {
      problem.textContent = `${error.message} ${error.advice ?? ""}`;
      problem.hidden = false;
    }
    confirm.disabled = false;
    confirm.textContent = act;
  }

  dialog.replaceChildren(
    h(
      "form",
      { onsubmit: submit },
      h("h2", { id: "ask-title" }, title),
      ...(typeof text === "string" ? [h("p", {}, text)] : text),
      h("label", { for: "reason" }, "Why", h("span", { class: "muted" }, " – recorded with your name")),
      reason,
      problem,
      h("div", { class: "form-row form-row-end" }, back, confirm),
    ),
  );
  if (!dialog.open) dialog.showModal();
  reason.focus();
}

let hiding;

/** Shows the result of a change for a while. */
export function showDone(text) {
  const place = byId("done");
  place.textContent = text;
  place.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => {
    place.hidden = true;
  }, 8000);
}
