import { h } from "../../web/dom.js";
import { when } from "../../web/time.js";

/** Returns the time of day in UTC with milliseconds, as logs and the command line show it. */
export const timeOfDay = (at) => new Date(at).toISOString().slice(11, 23);

/** `2026-11-23 17:04:03 UTC` */
export const utc = (at) => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** `2026-11-23 17:04:03 UTC, 3 minutes ago` */
export function moment(at) {
  return h("span", {}, `${utc(at)}, `, when(at));
}

/** `250 ms`, `3.2 s`, `5 min`, `2 h` */
export function span(milliseconds) {
  if (milliseconds < 1000) return `${milliseconds} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** `1 job`, `2 jobs`; `several` for a plural that is not made with an s. */
export const plural = (count, one, several = `${one}s`) => `${count} ${count === 1 ? one : several}`;
