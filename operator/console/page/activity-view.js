import { h } from "../../web/dom.js";
import { api } from "./api.js";
import { barChart } from "./chart.js";
import { countText } from "./format.js";
import { createReport } from "./report.js";

const series = {
  created: "new",
  answered: "answered",
  refused: "refused",
  cancelled: "cancelled",
  shadow: "in shadow",
};

/** Jobs and answers over time. */
export const activity = createReport("activity", {
  choices: {
    days: [
      ["1", "24 hours"],
      ["7", "7 days"],
      ["30", "30 days"],
    ],
  },
  load: ({ days }) => api.activity(days),
  draw: ({ days, parts, cut }) => [
    barChart({
      title: "Jobs and answers",
      parts: parts.map((part, n) => toPart(part, parts[n + 1], days)),
      series,
      stacks: [["created"], ["answered", "refused", "cancelled", "shadow"]],
      format: countText,
    }),
    h(
      "p",
      { class: "hint muted" },
      "New jobs by the time of their creation, the others by the time of their end, in UTC. An answer may also say that the employee failed.",
    ),
    ...(cut
      ? [h("p", { class: "problem" }, "There were more jobs than can be counted: the oldest are missing.")]
      : []),
  ],
});

function toPart({ start, ...values }, following, days) {
  const [date, time] = [start.slice(5, 10), start.slice(11, 16)];
  const end = following ? following.start.slice(11, 16) : "now";
  return {
    label: days === 1 ? time : date,
    title: days === 30 ? start.slice(0, 10) : `${start.slice(0, 10)} ${time} to ${end}`,
    values,
  };
}
