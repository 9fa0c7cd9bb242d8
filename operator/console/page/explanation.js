import { h, icon } from "../../web/dom.js";
import { api } from "./api.js";
import { factList, inlineText } from "./elements.js";

const signs = {
  yes: { mood: "good", picture: "check", word: "yes" },
  no: { mood: "bad", picture: "closed", word: "no" },
  note: { mood: "muted", picture: "dot", word: "note" },
};

/** Shows what a comment triggers now, by its link. */
export const commentExplained = (comment) => ({
  load: () => api.explain({ comment }),
  isSettled: () => true,
  draw: (explained) => ({ title: "Why this comment runs, or does not", body: explanation(explained) }),
});

/** Creates the decision and every check in its order. */
export function explanation({ request, rules, decision, sentence, steps, commands }) {
  const moods = { dispatched: "good", ignored: "muted", failed: "bad", waits: "warn" };
  return [
    h(
      "p",
      { class: "details-lead", data: { testid: "decision" } },
      h("span", { class: `pill pill-${moods[decision]}` }, decision),
      h("strong", {}, sentence),
    ),
    factList({
      ...(request && {
        event: `${request.event} by ${request.sender}`,
        "pull request": `${request.repo}#${request.pr_number}`,
      }),
      rules,
    }),
    checks(steps),
    ...commands.flatMap(commandNodes),
  ];
}

const checks = (steps) => h("ul", { class: "checks" }, ...steps.map(check));

function check({ check: code, verdict, text }) {
  const { mood, picture, word } = signs[verdict];
  return h(
    "li",
    { class: "check-step", data: { testid: "check-step", check: code, verdict } },
    h("span", { class: `sign sign-${mood}` }, icon(picture), h("span", { class: "visually-hidden" }, word)),
    h("span", {}, ...inlineText(text)),
  );
}

function commandNodes({ name, line, steps, jobs }) {
  return [
    h("h3", {}, h("code", {}, `/${name}`), h("span", { class: "muted" }, ` in line ${line}`)),
    checks(steps),
    ...jobs.flatMap((job) => [
      h("p", { class: "check-job" }, jobName(job), ` ${job.fate}`),
      job.steps.length > 0 && checks(job.steps),
    ]),
  ].filter(Boolean);
}

function jobName({ job_id, exists }) {
  return exists ? h("a", { href: `#/jobs/${job_id}` }, h("code", {}, job_id)) : h("code", {}, job_id);
}
