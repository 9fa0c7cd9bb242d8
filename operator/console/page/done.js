import { byId } from "../../web/dom.js";

let hiding;

/** Says what was done, for a while. */
export function sayDone(text) {
  const place = byId("done");
  place.textContent = text;
  place.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => {
    place.hidden = true;
  }, 8000);
}
