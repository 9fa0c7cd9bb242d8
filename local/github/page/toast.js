import { byId } from "/_sim/web/dom.js";

let hiding;

/** Says what went wrong, for a while. */
export function toast(message) {
  const element = byId("toast");
  element.textContent = message;
  element.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => {
    element.hidden = true;
  }, 6000);
}

/** Runs what a click asked for; a failure becomes a toast. */
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    toast(error.message);
    return undefined;
  }
}
