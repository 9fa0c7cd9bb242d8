import { h } from "./dom.js";

const steps = [
  [60, "second"],
  [3600, "minute"],
  [86_400, "hour"],
  [Number.POSITIVE_INFINITY, "day"],
];
const sizes = { second: 1, minute: 60, hour: 3600, day: 86_400 };
const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

function relative(at) {
  const seconds = Math.max(0, (Date.now() - Date.parse(at)) / 1000);
  if (seconds < 5) return "now";
  const [, unit] = steps.find(([limit]) => seconds < limit);
  return words.format(-Math.floor(seconds / sizes[unit]), unit);
}

/** Creates a time such as "3 minutes ago", which stays up to date. */
export function when(at) {
  return h("time", { datetime: at, title: new Date(at).toLocaleString(), class: "when" }, relative(at));
}

setInterval(() => {
  for (const element of document.querySelectorAll("time.when")) {
    element.textContent = relative(element.dateTime);
  }
}, 5000);

/** Returns the local time of day with milliseconds. */
export function clock(at) {
  const date = new Date(at);
  return `${date.toLocaleTimeString("en-GB")}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}
