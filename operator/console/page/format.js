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

export const countText = (count) => String(count).replace(/\d(?=(?:\d{3})+$)/g, "$&,");

/** `$1.25`, `$0.0012`; `<$0.0001` for less, from millionths of a dollar. */
export function dollars(micros) {
  if (micros > 0 && micros < 100) return "<$0.0001";
  const digits = micros === 0 || micros >= 10_000 ? 2 : 4;
  const [whole, rest] = (micros / 1_000_000).toFixed(digits).split(".");
  return `$${countText(whole)}.${rest}`;
}

/** The cost of a job: an amount, its upper limit if it is an estimate, or tokens without a price; null without one. */
export function costText(cost) {
  if (!cost) return null;
  if (cost.micros === null) return `${countText(cost.input_tokens + cost.output_tokens)} tokens`;
  return `${cost.estimated ? "up to " : ""}${dollars(cost.micros)}`;
}
