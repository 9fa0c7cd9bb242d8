import { beforeAll, expect, test } from "@jest/globals";
import type { Call } from "./simulation/faults/calls.ts";
import { undisturbed } from "./simulation/faults/fault.ts";
import { run } from "./simulation/run.ts";

/** What each call takes in an undisturbed simulation. */
const callMs = 20;
let calls: Call[];

beforeAll(async () => {
  ({ calls } = await run(undisturbed("two-commands")));
});

/** Returns how many calls a step of that employee's job makes one after the other until this one has ended. */
function callsUntil(employee: string, step: string, what: string): number {
  const isFirst = ({ by, what: made, args }: Call) =>
    by.startsWith(`${step}/`) && made === "jobs.claim" && String(args[0]).endsWith(`-${employee}`);
  const claim = calls.find(isFirst);
  const found = calls.find((call) => call.by === claim?.by && call.what === what);
  if (!claim || !found) throw new Error(`${step} makes no call ${what}`);
  return (found.at - claim.at) / callMs + 1;
}

test.each<[string, string, string, number]>([
  // It waits for no other job and holds no budget.
  ["summary", "acknowledgeJob", "writer.react", 5],
  ["summary", "acknowledgeJob", "writer.createComment", 5],
  ["security", "acknowledgeJob", "writer.react", 5],
  // After the reservation in three budgets.
  ["security", "acknowledgeJob", "writer.createComment", 8],
  ["security", "acknowledgeJob", "checks.create", 8],
  // The result and its charge are recorded first.
  ["security", "publishResult", "writer.updateComment", 8],
])("the job of %s: %s needs few calls in sequence for %s", (employee, step, what, count) => {
  expect(callsUntil(employee, step, what)).toBe(count);
});
