import { byId } from "/_sim/web/dom.js";

let hiding;

/** Shows an error message for six seconds. */
function toast(message) {
  const element = byId("toast");
  element.textContent = message;
  element.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => {
    element.hidden = true;
  }, 6000);
}

/** Runs an action and shows its error as a toast; returns undefined in that case. */
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    toast(error.message);
    return undefined;
  }
}
