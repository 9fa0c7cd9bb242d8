import { byId, h, icon, reconcile } from "../../web/dom.js";
import { when } from "../../web/time.js";
import { api } from "./api.js";
import { plural } from "./format.js";

const order = ["failed", "warning", "ok", "skipped"];
const signs = {
  failed: { mood: "bad", picture: "closed", word: "failed" },
  warning: { mood: "warn", picture: "dot", word: "warning" },
  ok: { mood: "good", picture: "check", word: "ok" },
  skipped: { mood: "muted", picture: "dot", word: "skipped" },
};
/** Views with more about a check. */
const views = {
  "dead letters": "#/dead-letters",
  "failed invocations": "#/dead-letters",
  "recent jobs": "#/jobs",
};

let result = null;
let examination = null;
let failure = null;

/** Runs all checks, as `doctor` does, which takes seconds. */
export function examine() {
  examination ??= run().finally(() => {
    examination = null;
    draw();
  });
  draw();
  return examination;
}

async function run() {
  try {
    result = await api.health();
    failure = null;
  } catch (error) {
    failure = error;
  }
}

/** The overview's facts that call for another examination when they change. */
let facts = null;
const maxAgeMs = 5 * 60_000;

/** Runs the checks again if the overview has changed or the last result is old. */
export function followOverview({ jobs, queues, failing, intake, circuits }) {
  const overdue = jobs.value?.jobs.filter(({ too_long }) => too_long).length;
  const { dead_letters, failed_invocations } = queues.value ?? {};
  const now = JSON.stringify([
    overdue,
    dead_letters,
    failed_invocations,
    failing.value?.length,
    intake.value?.state,
    circuits.value?.length,
  ]);
  const isNew = facts !== null && now !== facts;
  facts = now;
  const isOld = result !== null && Date.now() - Date.parse(result.at) > maxAgeMs;
  // An examination in progress may have started before the change.
  if (isNew || isOld) Promise.resolve(examination).then(examine);
}

/** Returns the number of failed checks and warnings, for the tab. */
export function problemCount() {
  return result?.findings.filter(({ level }) => level === "failed" || level === "warning").length ?? 0;
}

function draw() {
  byId("health-problem").hidden = failure === null;
  byId("health-problem").textContent = failure ? `${failure.message} ${failure.advice ?? ""}` : "";
  byId("examine").disabled = examination !== null;
  byId("examine").textContent = examination ? "Checking…" : "Check again";
  byId("examined").replaceChildren(
    ...(result ? [`${result.findings.length} checks, run `, when(result.at)] : []),
  );
  drawVerdict();
  const findings = (result?.findings ?? []).toSorted(
    (a, b) => order.indexOf(a.level) - order.indexOf(b.level),
  );
  // One check may have several findings.
  const entries = findings.map((one, n) => ({ ...one, key: `${one.check} ${n}` }));
  reconcile(byId("finding-list"), entries, ({ key }) => key, finding);
  document.dispatchEvent(new Event("examined"));
}

function drawVerdict() {
  const { mood, picture, text } = verdict();
  const place = byId("verdict");
  place.className = `verdict verdict-${mood}`;
  const about = result ? h("span", { class: "muted" }, "checked ", when(result.at)) : null;
  place.replaceChildren(
    h("span", { class: "verdict-sign" }, icon(picture)),
    h("strong", { class: "verdict-text" }, text),
    h("span", { class: "verdict-what" }, failedChecks()),
    about ?? "",
    h("a", { href: "#/health" }, "All checks"),
  );
}

function verdict() {
  if (!result) {
    if (failure) return { mood: "warn", picture: "dot", text: "Health unknown" };
    return { mood: "muted", picture: "dot", text: "Checking health…" };
  }
  const count = (level) => result.findings.filter((one) => one.level === level).length;
  const [failed, warnings] = [count("failed"), count("warning")];
  if (failed > 0) return { mood: "bad", picture: "closed", text: `${plural(failed, "check")} failed` };
  if (warnings > 0) {
    return { mood: "warn", picture: "dot", text: `Works, with ${plural(warnings, "warning")}` };
  }
  return { mood: "good", picture: "check", text: "Healthy" };
}

function failedChecks() {
  const failed = (result?.findings ?? []).filter(({ level }) => level === "failed");
  const names = [...new Set(failed.map(({ check }) => check))];
  return names.length > 4 ? `${names.slice(0, 4).join(", ")} …` : names.join(", ");
}

function finding({ check, level, detail, advice }) {
  const { mood, picture, word } = signs[level];
  return h(
    "li",
    { class: `finding finding-${mood}`, data: { testid: "finding", level, check } },
    h("span", { class: `sign sign-${mood}` }, icon(picture), h("span", { class: "visually-hidden" }, word)),
    h("strong", { class: "finding-check" }, views[check] ? h("a", { href: views[check] }, check) : check),
    h("span", { class: "finding-detail" }, detail),
    advice && h("span", { class: "finding-advice muted" }, advice),
  );
}

byId("examine").addEventListener("click", examine);
