import { h } from "../../web/dom.js";
import { when } from "../../web/time.js";
import { api } from "./api.js";
import { plural } from "./format.js";
import { createReport } from "./report.js";

const states = {
  held: { mood: "busy", word: "running" },
  handed_over: { mood: "warn", word: "handed over" },
  stuck: { mood: "bad", word: "stuck" },
};

/** The lanes in which a job waits: who has the lane, who waits, since when. */
export const lanes = createReport("lanes", {
  choices: {},
  often: 1,
  load: api.lanes,
  draw: ({ lanes: found, cut }) => [
    found.length > 0
      ? h("ol", { class: "list" }, ...found.map(laneNode))
      : h("p", { class: "empty" }, "No job waits for another one."),
    ...(cut
      ? [
          h(
            "p",
            { class: "hint muted" },
            `The ${found.length} lanes that have not changed for the longest time.`,
          ),
        ]
      : []),
    h(
      "p",
      { class: "hint muted" },
      "One job of an employee runs on a pull request at a time, unless its file says otherwise. The sweeper hands a stuck lane over within two minutes.",
    ),
  ],
});

function laneNode({ repo, repo_id, pr_number, employee, holder, state, waiting }) {
  const { mood, word } = states[state];
  return h(
    "li",
    { class: "lane", data: { testid: "lane", state, employee } },
    h(
      "p",
      { class: "lane-head" },
      h("span", { class: `pill pill-${mood}` }, word),
      h("span", { class: "row-title" }, `${employee} on ${repo ?? `repository ${repo_id}`}#${pr_number}`),
      h("span", { class: "muted lane-count" }, plural(waiting.length, "job waits", "jobs wait")),
    ),
    h("ol", { class: "lane-jobs" }, ...[holder, ...waiting].filter(Boolean).map((job, n) => laneJob(job, n))),
  );
}

function laneJob({ job_id, command, sender, state, since }, place) {
  return h(
    "li",
    { class: place === 0 ? "lane-job lane-holder" : "lane-job", data: { testid: "lane-job", jobId: job_id } },
    h("span", { class: "lane-place muted" }, place === 0 ? "has it" : `${place}.`),
    h(
      "a",
      { class: "lane-link", href: `#/jobs/${job_id}` },
      command ? h("code", {}, `/${command}`) : h("code", {}, job_id),
      sender && ` by ${sender}`,
    ),
    h("span", { class: "muted" }, state === null ? "no record, since " : "since ", when(since)),
  );
}
