import { byId } from "../../web/dom.js";

let lastAt = null;
let problem = null;
let timer;

/**
 * Calls `refresh` repeatedly while the page is visible, at the interval that it returns (milliseconds). Shows an error
 * until a refresh succeeds. Returns a function that refreshes immediately.
 */
export function keepFresh(refresh) {
  let running = null;
  let everyMs = 5_000;

  async function once() {
    try {
      everyMs = await refresh();
      lastAt = Date.now();
      problem = null;
    } catch (error) {
      problem = error;
    }
    show();
  }

  function again() {
    clearTimeout(timer);
    running ??= once().finally(() => {
      running = null;
      if (!document.hidden) timer = setTimeout(again, everyMs);
    });
    return running;
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (!document.hidden) again();
  });
  setInterval(show, 1_000);
  again();
  return again;
}

function show() {
  const live = byId("live");
  live.textContent = words();
  live.classList.toggle("is-live", problem === null && lastAt !== null);
  live.classList.toggle("is-lost", problem !== null);
  document.body.classList.toggle("is-old", problem !== null);
  // Screen readers hear changes only, not every second.
  const announced = problem ? `${problem.message} ${problem.advice ?? ""}`.trim() : "";
  const status = byId("status");
  if (status.textContent !== announced) status.textContent = announced;
  live.title = announced;
}

function words() {
  const since = lastAt === null ? null : Math.round((Date.now() - lastAt) / 1000);
  if (problem) return since === null ? problem.message : `${problem.message} Last refreshed ${ago(since)}.`;
  if (since === null) return "connecting";
  return `refreshed ${ago(since)}`;
}

function ago(seconds) {
  if (seconds < 2) return "now";
  return seconds < 120 ? `${seconds} s ago` : `${Math.round(seconds / 60)} min ago`;
}
