import { h } from "../../web/dom.js";

const moods = {
  WORKER_FAILED: "bad",
  WORKER_SUCCEEDED: "good",
  NOTIFIED: "good",
  REFUSED: "warn",
  CANCELLED: "muted",
  SUPERSEDED: "muted",
  IGNORED: "muted",
};

export function moodOf({ state, outcome, too_long }) {
  if (too_long) return "warn";
  if (outcome === "failed") return "bad";
  if (state === "NOTIFIED" && outcome === "unavailable") return "warn";
  return moods[state] ?? "busy";
}

export const wordsOf = (state) => state.replaceAll("_", " ").toLowerCase();

/** Shows a job's state and outcome. */
export function statePill(job) {
  const { state, outcome, mode, paced_since } = job;
  // A job in shadow ends in IGNORED, which would look like an error.
  if (mode !== "active") return h("span", { class: "pill pill-muted" }, mode);
  return h(
    "span",
    { class: `pill pill-${moodOf(job)}` },
    wordsOf(state),
    outcome && outcome !== "answered" && ` · ${outcome}`,
    paced_since && " · waits for GitHub's limits",
  );
}
