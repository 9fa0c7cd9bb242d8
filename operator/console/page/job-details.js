import { h } from "../../web/dom.js";
import { api } from "./api.js";
import { askReason, showDone } from "./ask-reason.js";
import { refreshDrawer } from "./drawer.js";
import { factList } from "./elements.js";
import { costText, countText, moment, span, timeOfDay } from "./format.js";
import { moodOf, statePill, wordsOf } from "./states.js";

/** Shows a job's history, from GitHub's delivery to the answer, and its actions. */
export const jobDetails = (id) => ({
  load: (withText) => api.job(id, withText),
  isSettled: (details) => details !== null && !details.job.can_cancel,
  draw(details, showText) {
    const { job, text, moments, executions, kept_answer, links } = details;
    return {
      title: `/${job.command} on ${job.repo}#${job.pr_number}`,
      body: [
        h("p", { class: "details-lead" }, statePill(job), job.too_long && overdue(), ...actions(job)),
        factList(facts(job)),
        text === null ? textButton(showText) : h("pre", { class: "text", tabindex: "0" }, text),
        h("h3", {}, "Timeline", h("span", { class: "muted" }, " in UTC")),
        h("ol", { class: "moments", data: { testid: "timeline" } }, ...momentsOf(moments)),
        h("h3", {}, "Executions"),
        executions.length > 0
          ? h("ul", { class: "executions" }, ...executions.map(executionOf))
          : h("p", { class: "muted" }, "None: a job in shadow is recorded, and nothing is posted."),
        ...(kept_answer ? keptAnswer(kept_answer) : []),
        h("h3", {}, "Links"),
        h("ul", { class: "links" }, ...Object.entries(links).map(linkOf)),
      ],
    };
  },
});

const keptAnswer = ({ text, problem }) => [
  h("h3", {}, "Kept answer ", h("span", { class: "muted" }, "untrusted content, not posted")),
  text === null
    ? h("p", { class: "muted" }, `The answer was kept, but ${problem}.`)
    : h("pre", { class: "text", tabindex: "0", data: { testid: "kept-answer" } }, text),
];

const overdue = () => h("span", { class: "pill pill-warn" }, "overdue");

function textButton(showText) {
  return h(
    "button",
    { type: "button", class: "button button-small", data: { part: "text" }, onclick: showText },
    "Show command (untrusted content)",
  );
}

function facts(job) {
  const {
    job_id,
    employee,
    sender,
    attempt,
    restarts,
    head_sha,
    mode,
    refusals,
    cost,
    created_at,
    updated_at,
    paced_since,
  } = job;
  return {
    job: h("code", {}, job_id),
    employee,
    "requested by": sender,
    attempt: restarts > 0 ? `${attempt}, restarted ${restarts} times` : String(attempt),
    ...(mode !== "active" && { rollout: `${mode}: nothing is visible on GitHub` }),
    ...(head_sha && { commit: h("code", {}, head_sha.slice(0, 12)) }),
    ...(refusals.length > 0 && { refused: refusals.map(({ code }) => code).join(", ") }),
    ...(cost && { cost: costFacts(cost) }),
    created: moment(created_at),
    changed: moment(updated_at),
    ...(paced_since && { "waits since": moment(paced_since) }),
  };
}

function costFacts(cost) {
  const { model, input_tokens, output_tokens } = cost;
  const tokens = model && `${model}, ${countText(input_tokens)} tokens in, ${countText(output_tokens)} out`;
  return [costText(cost), tokens].filter(Boolean).join(": ");
}

function actions({ job_id, can_cancel, can_retry }) {
  const button = (part, label, ask) =>
    h(
      "button",
      { type: "button", class: "button button-small", data: { part }, onclick: () => askReason(ask) },
      label,
    );
  const run = (act) => async (reason) => {
    const { done } = await act(job_id, reason);
    showDone(done);
    await refreshDrawer(true);
  };
  const cancel = {
    title: "Cancel this job",
    text: "It will make no further changes. The pull request shows it within two minutes.",
    act: "Cancel the job",
    run: run(api.cancel),
  };
  const retry = {
    title: "Retry this job",
    text: "A new attempt starts from the beginning: it checks the author's permission again and uses the current commit.",
    act: "Retry the job",
    run: run(api.retry),
  };
  return [
    can_cancel && button("cancel", "Cancel…", cancel),
    can_retry && button("retry", "Retry…", retry),
  ].filter(Boolean);
}

/** Shows each ID once, at its first entry. */
function momentsOf(moments) {
  const seen = new Set();
  return moments.map((moment) => {
    const fresh = Object.entries(moment.ids).filter(([, id]) => !seen.has(id));
    for (const [, id] of fresh) seen.add(id);
    return momentOf(moment, fresh);
  });
}

function momentOf({ at, after, what, actor, reason }, ids) {
  const state = what.replace(/^delivery .*|, in shadow$/g, "");
  const mood = what === "delivery not dispatched" ? "bad" : state ? moodOf({ state }) : "muted";
  return h(
    "li",
    { class: `moment moment-${mood}`, data: { testid: "moment", what } },
    h("span", { class: "moment-what" }, wordsOf(what)),
    h(
      "span",
      { class: "moment-time muted" },
      after === null ? "" : `+${span(after)}`,
      h("time", { datetime: at, title: at }, timeOfDay(at)),
    ),
    (actor || reason) && h("span", { class: "moment-why muted" }, [actor, reason].filter(Boolean).join(": ")),
    h("span", { class: "moment-ids" }, ...ids.map(([name, id]) => idOf(name, String(id)))),
  );
}

/** An execution's name identifies it; the rest of its ARN is noise. */
function idOf(name, id) {
  return h("code", { title: id }, `${name} ${id.replace(/^arn:.*:/, "")}`);
}

function executionOf({ name, status, step, started_at, stopped_at, failed_steps }) {
  const took = started_at && stopped_at ? ` in ${span(Date.parse(stopped_at) - Date.parse(started_at))}` : "";
  const moods = { SUCCEEDED: "good", RUNNING: "busy", MISSING: "warn" };
  return h(
    "li",
    {},
    h("span", { class: `pill pill-${moods[status] ?? "bad"}` }, wordsOf(status)),
    h("code", {}, name),
    h(
      "span",
      { class: "muted" },
      step ? `${status === "RUNNING" ? "at" : "last step"} ${step}${took}` : took,
    ),
    failed_steps.length > 0 &&
      h(
        "ul",
        { class: "failures" },
        ...failed_steps.map(({ step: failed, at, error, code }) =>
          h(
            "li",
            {},
            h("time", { class: "muted", datetime: at }, timeOfDay(at)),
            ` ${failed}: `,
            h("strong", {}, code),
            ` (${error})`,
          ),
        ),
      ),
  );
}

function linkOf([name, target]) {
  // On the laptop the logs are a command, not a URL.
  const isLink = /^https?:\/\//.test(target);
  const place = isLink
    ? h("a", { href: target, target: "_blank", rel: "noreferrer" }, target)
    : h("code", {}, target);
  return h("li", {}, h("span", { class: "link-name muted" }, name), place);
}
