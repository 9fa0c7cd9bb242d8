import { byId, h, reconcile } from "../../web/dom.js";
import { plural } from "./format.js";

/** Draws the most important facts; each tile links to its view. */
export function drawTiles({ jobs, queues, failing, intake }) {
  reconcile(
    byId("tiles"),
    [jobTile(jobs), ...queueTiles(queues, failing), intakeTile(intake)],
    ({ name }) => name,
    tile,
  );
}

function tile({ name, value, note, mood, href }) {
  return h(
    href ? "a" : "div",
    { class: `tile tile-${mood}`, href, data: { testid: `tile-${name.replaceAll(" ", "-")}` } },
    h("span", { class: "tile-name" }, name),
    h("strong", { class: "tile-value" }, value),
    h("span", { class: "tile-note", title: note }, note),
  );
}

function jobTile({ value, problem }) {
  const name = "open jobs";
  if (problem) return unknown(name, problem, "#/jobs");
  const open = value.counts.filter((one) => one.open).reduce((sum, { count }) => sum + count, 0);
  const overdue = value.jobs.filter(({ too_long }) => too_long).length;
  const failed = value.counts.find(({ state }) => state === "WORKER_FAILED")?.count ?? 0;
  const note = overdue > 0 ? `${overdue} overdue` : failed > 0 ? `${failed} failing` : "none overdue";
  return { name, value: String(open), note, mood: overdue > 0 ? "warn" : "calm", href: "#/jobs" };
}

function queueTiles({ value, problem }, failing) {
  if (problem) return [unknown("event queue", problem), unknown("dead letters", problem, "#/dead-letters")];
  const { waiting, in_work, delayed, dead_letters, failed_invocations } = value;
  return [
    {
      name: "event queue",
      value: String(waiting),
      note: `${in_work} in progress, ${delayed} delayed${failingNote(failing)}`,
      mood: failing.problem || failing.value.length > 0 ? "warn" : "calm",
      href: "#/health",
    },
    {
      name: "dead letters",
      value: String(dead_letters),
      note:
        failed_invocations > 0
          ? `and ${plural(failed_invocations, "failed invocation")}`
          : "no failed invocations",
      mood: dead_letters + failed_invocations > 0 ? "bad" : "calm",
      href: "#/dead-letters",
    },
  ];
}

/** A failing message is in progress repeatedly: its cause distinguishes it from a healthy one. */
function failingNote({ value, problem }) {
  if (problem) return `; failing ones unknown: ${problem.message}`;
  const [newest] = value;
  return newest ? `; ${value.length} failing: ${newest.cause}` : "";
}

function intakeTile({ value, problem }) {
  if (problem) return unknown("intake", problem);
  const { state, pause } = value;
  if (state === "Enabled")
    return { name: "intake", value: "on", note: "webhooks are dispatched", mood: "calm" };
  const note = pause
    ? `by ${pause.actor.replace(/^operator:/, "")}: ${pause.reason}`
    : "but not by an operator's pause";
  return {
    name: "intake",
    value: pause ? "paused" : state.toLowerCase(),
    note,
    mood: pause ? "warn" : "bad",
  };
}

const unknown = (name, { message }, href) => ({ name, value: "?", note: message, mood: "warn", href });
