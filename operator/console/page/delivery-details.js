import { h } from "../../web/dom.js";
import { api } from "./api.js";
import { fatePill } from "./delivery-row.js";
import { factList } from "./elements.js";
import { explanation } from "./explanation.js";
import { moment, timeOfDay } from "./format.js";
import { statePill } from "./states.js";

/** Shows one delivery: our record, GitHub's attempts, its jobs and, on request, why it had this fate. */
export const deliveryDetails = (guid) => ({
  async load(withExplanation) {
    const [details, explained] = await Promise.all([
      api.delivery(guid),
      withExplanation ? api.explain({ delivery: guid }).catch((error) => ({ error })) : null,
    ]);
    const { error } = explained ?? {};
    return {
      ...details,
      explained: error ? { problem: `${error.message} ${error.advice ?? ""}` } : explained,
    };
  },
  isSettled: () => true,
  draw({ records, github, jobs, explained }, explain) {
    const [record] = records;
    return {
      title: record?.event ? `Delivery of ${record.event}` : "Delivery",
      body: [
        h(
          "p",
          { class: "details-lead" },
          record ? fatePill(record) : fatePill({}),
          explained === null && button(explain),
        ),
        ...(records.length > 0
          ? records.map((one) => factList(facts(guid, one)))
          : [
              factList({
                delivery: h("code", {}, guid),
                here: "no record: ignored, never accepted, or over 30 days old",
              }),
            ]),
        ...(explained === null ? [] : explanationNodes(explained)),
        h("h3", {}, "Jobs"),
        jobs.length > 0
          ? h("ul", { class: "links" }, ...jobs.map(jobLine))
          : h("p", { class: "muted" }, "None."),
        h("h3", {}, "GitHub's attempts", h("span", { class: "muted" }, " in UTC")),
        attempts(github),
      ],
    };
  },
});

function button(explain) {
  const start = ({ target }) => {
    target.disabled = true;
    target.textContent = "Explaining…";
    explain();
  };
  return h(
    "button",
    {
      type: "button",
      class: "button button-small",
      data: { part: "explain", testid: "explain" },
      onclick: start,
    },
    "Explain",
  );
}

function explanationNodes({ problem, ...explained }) {
  const nodes = problem ? [h("p", { class: "problem" }, problem)] : explanation(explained);
  return [h("h3", {}, "Why", h("span", { class: "muted" }, " by the deployed rules, as of now")), ...nodes];
}

function facts(guid, record) {
  const { hook_id, repo, pr_number, sender, status, outcome, problem, failure, operations } = record;
  const values = {
    delivery: h("code", {}, guid),
    hook: hook_id,
    "pull request": repo && `${repo}#${pr_number}`,
    by: sender,
    status: [status, outcome].filter(Boolean).join(", "),
    note: problem,
    [failure?.now ? "failing" : "failed before"]:
      failure && h("span", {}, `${failure.text}, the last at `, moment(failure.at)),
    received: record.received_at && moment(record.received_at),
    enqueued: record.enqueued_at && moment(record.enqueued_at),
    processed: record.processed_at && moment(record.processed_at),
    changes:
      operations.length > 0 &&
      h(
        "span",
        {},
        ...operations.map(({ kind, actor, reason }) =>
          h("span", { class: "fact-link" }, `${kind} by ${actor.replace(/^operator:/, "")}: ${reason}`),
        ),
      ),
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value));
}

function jobLine(job) {
  return h(
    "li",
    {},
    statePill(job),
    h("a", { href: `#/jobs/${job.job_id}` }, h("code", {}, job.job_id)),
    h("span", { class: "muted" }, `/${job.command} by ${job.sender}`),
  );
}

function attempts({ attempts: list, problem }) {
  if (problem) return h("p", { class: "problem" }, `${problem.message} ${problem.advice}`);
  if (list.length === 0) return h("p", { class: "muted" }, "None: GitHub keeps its list for three days.");
  const pill = (code) => `pill pill-${code >= 200 && code < 300 ? "good" : "bad"}`;
  return h(
    "ul",
    { class: "links" },
    ...list.map(({ at, status_code, redelivery }) =>
      h(
        "li",
        {},
        h("span", { class: pill(status_code) }, status_code ? String(status_code) : "no response"),
        h("time", { class: "muted", datetime: at }, `${at.slice(0, 10)} ${timeOfDay(at).slice(0, 8)}`),
        redelivery && h("span", { class: "muted" }, "redelivered"),
      ),
    ),
  );
}
