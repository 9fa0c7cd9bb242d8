import { byId, h, icon, reconcile } from "../../web/dom.js";
import { when } from "../../web/time.js";
import { api } from "./api.js";
import { plural } from "./tiles.js";

const order = ["failed", "warning", "ok", "skipped"];
const signs = {
  failed: { mood: "bad", picture: "closed", word: "failed" },
  warning: { mood: "warn", picture: "dot", word: "warning" },
  ok: { mood: "good", picture: "check", word: "ok" },
  skipped: { mood: "muted", picture: "dot", word: "skipped" },
};
/** Where more can be seen here of what a check is about. */
const views = {
  "dead letters": "#/dead-letters",
  "failed invocations": "#/dead-letters",
  "recent jobs": "#/jobs",
};

let seen = null;
let looking = null;
let failure = null;

/** Looks at everything, as `doctor` does: it takes seconds. */
export function examine() {
  looking ??= look().finally(() => {
    looking = null;
    draw();
  });
  draw();
  return looking;
}

async function look() {
  try {
    seen = await api.health();
    failure = null;
  } catch (error) {
    failure = error;
  }
}

/** What the overview tells of the same things, as far as it is a reason to look anew. */
let hints = null;
const oldMs = 5 * 60_000;

/** Has everything looked at when the overview shows that something has changed, and when the last look is old. */
export function followOverview({ jobs, queues, failing, intake, circuits }) {
  const slow = jobs.value?.jobs.filter(({ too_long }) => too_long).length;
  const { dead_letters, failed_invocations } = queues.value ?? {};
  const now = JSON.stringify([
    slow,
    dead_letters,
    failed_invocations,
    failing.value?.length,
    intake.value?.state,
    circuits.value?.length,
  ]);
  const isNew = hints !== null && now !== hints;
  hints = now;
  const isOld = seen !== null && Date.now() - Date.parse(seen.at) > oldMs;
  // A look that is under way may have begun before it changed.
  if (isNew || isOld) Promise.resolve(looking).then(examine);
}

/** What is wrong, in numbers; the tab shows it. */
export function wrongCount() {
  return seen?.findings.filter(({ level }) => level === "failed" || level === "warning").length ?? 0;
}

function draw() {
  byId("health-problem").hidden = failure === null;
  byId("health-problem").textContent = failure ? `${failure.message} ${failure.advice ?? ""}` : "";
  byId("examine").disabled = looking !== null;
  byId("examine").textContent = looking ? "Looking…" : "Look again";
  byId("examined").replaceChildren(
    ...(seen ? [`${seen.findings.length} checks, looked at `, when(seen.at)] : []),
  );
  drawVerdict();
  const findings = (seen?.findings ?? []).toSorted((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
  // One check may find several things.
  const entries = findings.map((one, n) => ({ ...one, key: `${one.check} ${n}` }));
  reconcile(byId("finding-list"), entries, ({ key }) => key, finding);
  document.dispatchEvent(new Event("examined"));
}

function drawVerdict() {
  const { mood, picture, text } = verdict();
  const place = byId("verdict");
  place.className = `verdict verdict-${mood}`;
  const about = seen ? h("span", { class: "muted" }, "looked ", when(seen.at)) : null;
  place.replaceChildren(
    h("span", { class: "verdict-sign" }, icon(picture)),
    h("strong", { class: "verdict-text" }, text),
    h("span", { class: "verdict-what" }, wrongWords()),
    about ?? "",
    h("a", { href: "#/health" }, "All checks"),
  );
}

function verdict() {
  if (!seen) {
    if (failure) return { mood: "warn", picture: "dot", text: "It cannot be told whether it is well" };
    return { mood: "muted", picture: "dot", text: "Looking whether it is well…" };
  }
  const count = (level) => seen.findings.filter((one) => one.level === level).length;
  const [failed, warnings] = [count("failed"), count("warning")];
  if (failed > 0) return { mood: "bad", picture: "closed", text: `${plural(failed, "check")} failed` };
  if (warnings > 0) {
    return { mood: "warn", picture: "dot", text: `It works, with ${plural(warnings, "warning")}` };
  }
  return { mood: "good", picture: "check", text: "All is well" };
}

function wrongWords() {
  const wrong = (seen?.findings ?? []).filter(({ level }) => level === "failed");
  const names = [...new Set(wrong.map(({ check }) => check))];
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
