import { isoTime } from "../../../core/clock.ts";
import { readBudgets } from "../../stack/cost/read-budgets.ts";
import { costGroups, sumCosts } from "../../stack/cost/read-costs.ts";
import type { Stack } from "../../stack/find-stack.ts";
import { InvalidInputError } from "../../stack/input.ts";
import { type activityPeriods, readActivity } from "../../stack/jobs/activity.ts";
import { createJobReader, findJobs, type JobReader } from "../../stack/jobs/find-jobs.ts";
import { readLanes } from "../../stack/lanes/read-lanes.ts";
import { deployedRules } from "../../stack/rules/deployed-rules.ts";
import { stackPorts } from "../../stack/stack-ports.ts";
import type { ConsoleContext } from "./context.ts";
import type { ApiRoute } from "./route.ts";

const dayMs = 86_400_000;
/** Each job of the period is read. */
const maxCostJobs = 2_000;
const maxLanes = 100;

/** Returns the routes of what is read on request only: jobs over time, cost, budgets, lanes. */
export function reportRoutes(context: ConsoleContext, reading: (stack: Stack) => JobReader): ApiRoute[] {
  return [
    {
      method: "GET",
      path: /^activity$/,
      async handle({ query }) {
        const days = choiceOf(query, "days", [1, 7, 30] as const satisfies (keyof typeof activityPeriods)[]);
        const stack = await context.stack();
        const { roster } = await deployedRules(stack);
        // Not the cache: it would remember every key.
        return readActivity(
          { days, employees: roster.map(({ name }) => name) },
          createJobReader(stack),
          Date.now(),
        );
      },
    },
    {
      method: "GET",
      path: /^costs$/,
      async handle({ query }) {
        const by = choiceOf(query, "by", costGroups);
        const days = choiceOf(query, "days", [7, 30] as const);
        const stack = await context.stack();
        // Whole days in UTC, so that each bar of the chart is complete.
        const today = Math.floor(Date.now() / dayMs) * dayMs;
        const since = isoTime(today - (days - 1) * dayMs);
        const jobs = await findJobs({ states: [], since }, maxCostJobs, reading(stack));
        const perDay = new Map(sumCosts(jobs, "day").rows.map((row) => [row.key, row]));
        const dates = Array.from({ length: days }, (_, n) =>
          isoTime(Date.parse(since) + n * dayMs).slice(0, 10),
        );
        return {
          ...{ by, since, ...sumCosts(jobs, by), cut: jobs.length === maxCostJobs },
          days: dates.map((day) => ({
            day,
            micros: perDay.get(day)?.micros ?? 0,
            jobs: perDay.get(day)?.jobs ?? 0,
          })),
        };
      },
    },
    {
      method: "GET",
      path: /^budgets$/,
      async handle() {
        const stack = await context.stack();
        return readBudgets({ budgets: stackPorts(stack).budgets, reading: reading(stack) }, Date.now());
      },
    },
    {
      method: "GET",
      path: /^lanes$/,
      async handle() {
        const lanes = await readLanes({ limit: maxLanes }, stackPorts(await context.stack()));
        return { lanes, cut: lanes.length === maxLanes };
      },
    },
  ];
}

function choiceOf<Choice extends string | number>(
  query: URLSearchParams,
  name: string,
  choices: readonly Choice[],
): Choice {
  const found = choices.find((one) => String(one) === query.get(name));
  if (found !== undefined) return found;
  throw new InvalidInputError(`${name} must be one of ${choices.join(", ")}.`);
}
