import { PermanentError } from "../../../../core/errors.ts";
import { cancelJob } from "../../../../core/jobs/cancel-job.ts";
import { sender } from "../outside/github.ts";
import type { Written } from "../outside/people.ts";
import type { World } from "../world.ts";
import type { Scenario } from "./scenario.ts";

/** The third answer of a minute waits. */
const settings = { paceLimits: { perMinute: 2, perHour: 60 } };

const asked = (n: number, body: string): Written => ({
  body,
  id: 492_700_400 + n,
  guid: `4f2d8c1e-0000-4000-8000-00000000000${n}`,
});

function writeThree({ write }: World, body: string): void {
  for (const n of [1, 2, 3]) write(asked(n, body));
}

/** More texts than GitHub allows at a time: they wait for the sweeper. */
export const pacingScenarios: Scenario[] = [
  {
    name: "answer-waits",
    settings,
    faultsAt: /^(paces|tokens)\.|^invoke (awaitTurn|publishResult)$/,
    // It has no check runs, which take many more sweeps.
    people: (world) => writeThree(world, "/help"),
    jobs: 3,
    ends: ["answered"],
  },
  {
    name: "check-runs-wait",
    settings,
    people: (world) => writeThree(world, "/summary"),
    jobs: 3,
    ends: ["answered"],
    long: true,
  },
  {
    name: "refusal-waits",
    settings,
    people(world) {
      world.github.setPermission(sender, "read");
      writeThree(world, "/security the token handling");
    },
    jobs: 3,
    ends: ["refused"],
    long: true,
  },
  {
    name: "failure-waits",
    settings,
    employee: () => () => Promise.reject(new PermanentError("model_refused", "The key is refused")),
    people: (world) => writeThree(world, "/security the token handling"),
    jobs: 3,
    ends: ["failed"],
    long: true,
  },
  {
    name: "answer-of-an-earlier-execution-waits",
    settings: { ...settings, isBeforePacing: true },
    people: (world) => writeThree(world, "/help"),
    jobs: 3,
    ends: ["answered"],
    long: true,
  },
  {
    name: "cancelled-while-its-answer-waits",
    settings,
    people(world) {
      const { stores, when, operate } = world;
      const by = { actor: "operator:olivia", reason: "two answers are enough" };
      const waiting = () => stores.paces.waits()[0]?.waiter.job_id;
      when(
        () => waiting() !== undefined,
        () => operate((ports) => cancelJob(waiting() ?? "", by, ports)),
      );
      writeThree(world, "/summary");
    },
    jobs: 3,
    // The operator's own process may fail.
    ends: ["answered", "stopped"],
    contested: true,
    long: true,
  },
];
