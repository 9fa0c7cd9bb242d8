import { h } from "../../web/dom.js";
import { api } from "./api.js";
import { barChart } from "./chart.js";
import { countText, dollars, plural } from "./format.js";
import { createReport } from "./report.js";
import { svg } from "./svg.js";

const series = { cost: "spent" };
const barWidth = 120;

/** What runs have cost, and today's budgets. */
export const cost = createReport("cost", {
  choices: {
    days: [
      ["7", "7 days"],
      ["30", "30 days"],
    ],
    by: ["employee", "repository", "person", "model"].map((name) => [name, `by ${name}`]),
  },
  async load(choice) {
    const [costs, budgets] = await Promise.all([api.costs(choice), api.budgets()]);
    return { costs, budgets };
  },
  draw: ({ costs, budgets }) => [...costNodes(costs), ...budgetNodes(budgets)],
});

function costNodes({ by, total, rows, days, cut }) {
  return [
    barChart({
      title: "Cost per day",
      parts: days.map(({ day, micros, jobs }) => ({
        ...{
          label: day.slice(5),
          title: `${day}, ${plural(jobs, "job")} with a cost`,
          values: { cost: micros },
        },
      })),
      series,
      stacks: [["cost"]],
      format: dollars,
    }),
    rows.length > 0
      ? costTable(by, rows, total)
      : h("p", { class: "empty" }, "No job of this period has a known cost: built-in employees have none."),
    ...(cut
      ? [
          h(
            "p",
            { class: "hint muted" },
            "Only the newest 2,000 jobs are counted; `cost` on the command line counts all.",
          ),
        ]
      : []),
  ];
}

function costTable(by, rows, total) {
  const most = Math.max(1, ...rows.map(({ micros }) => micros));
  const heads = [by, "cost", "", "jobs", "tokens in", "tokens out"];
  return h(
    "div",
    { class: "table-frame", tabindex: "0", role: "region", "aria-label": `Cost by ${by}` },
    h(
      "table",
      { class: "table", data: { testid: "cost-table" } },
      h(
        "thead",
        {},
        h("tr", {}, ...heads.map((text) => (text ? h("th", { scope: "col" }, text) : h("td", {})))),
      ),
      h("tbody", {}, ...rows.map((row) => costRow(row, most))),
      h("tfoot", {}, costRow({ ...total, name: "total" }, 0)),
    ),
  );
}

function costRow({ name, micros, jobs, unpriced_jobs, input_tokens, output_tokens }, most) {
  const width = most > 0 ? (micros / most) * barWidth : 0;
  const bar = svg("rect", { class: "chart-bar series-cost", x: 0, y: 0, height: 10, width });
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, name),
    h(
      "td",
      { class: "number" },
      dollars(micros),
      unpriced_jobs > 0 && h("span", { class: "muted" }, ` + ${unpriced_jobs} unpriced`),
    ),
    h(
      "td",
      { class: "bar-cell" },
      most > 0 && svg("svg", { width: barWidth, height: 10, "aria-hidden": "true" }, bar),
    ),
    h("td", { class: "number" }, countText(jobs)),
    h("td", { class: "number" }, countText(input_tokens)),
    h("td", { class: "number" }, countText(output_tokens)),
  );
}

function budgetNodes({ day, resets_at, budgets, cut }) {
  return [
    h("h2", { class: "list-heading" }, "Budgets of today"),
    h(
      "p",
      { class: "hint muted" },
      `${day}, until ${resets_at.slice(0, 10)} ${resets_at.slice(11, 16)} UTC. Held: what unfinished runs may still spend.`,
    ),
    budgets.length > 0
      ? h("ol", { class: "list" }, ...budgets.map(budgetRow))
      : h("p", { class: "empty" }, "No job has used a budget today."),
    ...(cut
      ? [h("p", { class: "hint muted" }, "There are very many jobs today: budgets may be missing.")]
      : []),
  ];
}

function budgetRow({ key, scope, name, limit, used, held, left }) {
  const share = limit === 0 ? 1 : used / limit;
  const mood = left === 0 ? "bad" : share >= 0.8 ? "warn" : "good";
  return h(
    "li",
    { class: "budget", data: { testid: "budget", key } },
    h("span", { class: `pill pill-${mood}` }, left === 0 ? "used up" : `${Math.floor(share * 100)} % used`),
    h("span", { class: "budget-name" }, h("strong", {}, name), h("span", { class: "muted" }, ` ${scope}`)),
    h("meter", {
      class: `meter meter-${mood}`,
      min: "0",
      max: String(limit || 1),
      value: String(used),
      "aria-label": `Budget of ${name}`,
    }),
    h(
      "span",
      { class: "budget-text muted" },
      `${dollars(used)} of ${dollars(limit)}${held > 0 ? `, ${dollars(held)} of it held` : ""}`,
    ),
  );
}
