import { h } from "../../web/dom.js";
import { when } from "../../web/time.js";

/** Times as logs and the command line have them: in UTC. */
export const timeOfDay = (at) => new Date(at).toISOString().slice(11, 23);

/** `2026-11-23 17:04:03 UTC, 3 minutes ago` */
export function moment(at) {
  const text = new Date(at).toISOString().slice(0, 19).replace("T", " ");
  return h("span", {}, `${text} UTC, `, when(at));
}
