import { roster } from "../../../../core/generated/roster.ts";
import { cancelJob } from "../../../../core/jobs/cancel-job.ts";
import type { Written } from "../outside/people.ts";
import type { World } from "../world.ts";
import type { Scenario } from "./scenario.ts";

const security = (n: number): Written => ({
  body: `/security request ${n}`,
  id: 492_700_400 + n,
  guid: `4f2d8c1e-0000-4000-8000-00000000000${n}`,
});

const superseding = roster.map((employee) => ({ ...employee, concurrency: "supersede" as const }));

/** Runs something once a job waits in a lane. */
function whenQueued({ when, stores }: World, run: (jobId: string) => void): void {
  const waiting = () => [...stores.lanes.lanes.values()].flatMap((lane) => lane.waiting)[0];
  when(
    () => waiting() !== undefined,
    () => run(waiting()?.job_id ?? ""),
  );
}

/** Several jobs of one employee on one pull request. */
export const laneScenarios: Scenario[] = [
  {
    name: "two-in-a-lane",
    people({ write }) {
      write(security(1));
      write(security(2));
    },
    jobs: 2,
    ends: ["answered"],
  },
  {
    name: "three-in-a-lane",
    people({ write }) {
      for (const n of [1, 2, 3]) write(security(n));
    },
    jobs: 3,
    ends: ["answered"],
    long: true,
  },
  {
    name: "cancelled-in-a-lane",
    people(world) {
      const by = { actor: "operator:olivia", reason: "one is enough" };
      whenQueued(world, (job_id) => world.operate((ports) => cancelJob(job_id, by, ports)));
      world.write(security(1));
      world.write(security(2));
    },
    jobs: 2,
    ends: ["answered", "stopped"],
    contested: true,
    long: true,
  },
  {
    name: "closed-with-a-lane",
    people(world) {
      whenQueued(world, () => world.close("4f2d8c1e-0000-4000-8000-000000000009"));
      world.write(security(1));
      world.write(security(2));
    },
    jobs: 2,
    // The first one may be answered before.
    ends: ["stopped", "answered"],
    contested: true,
    long: true,
  },
  {
    name: "replaced-in-a-lane",
    settings: { roster: superseding },
    people({ write, whenJob }) {
      whenJob("WORKER_RUNNING", () => write(security(2)));
      write(security(1));
    },
    jobs: 2,
    ends: ["answered", "replaced"],
    contested: true,
    long: true,
  },
];
