import { cancelJob } from "../../../../core/jobs/cancel-job.ts";
import { foreignSecret } from "../outside/employee.ts";
import type { Scenario } from "./scenario.ts";

const security = { body: "/security" };
/** Silent for longer than the limit without its heartbeats; several of them may get lost. */
const working = { heartbeats: [20, 40, 60, 80], results: [100] };

/** Runs outside, which report by callbacks. */
export const outsideScenarios: Scenario[] = [
  {
    name: "outside-answers-later",
    outside: working,
    people: ({ write }) => write(security),
    jobs: 1,
    ends: ["answered"],
  },
  {
    name: "outside-repeats-everything",
    outside: { heartbeats: [40, 40], results: [80, 80, 85, 130] },
    people: ({ write }) => write(security),
    jobs: 1,
    ends: ["answered"],
  },
  {
    // A bot without retries: the request itself may get lost, and then its job fails. A stored result never does.
    name: "outside-sends-once",
    outside: { ...working, repeats: false },
    people: ({ write }) => write(security),
    jobs: 1,
    ends: ["answered", "failed"],
  },
  {
    name: "outside-is-silent",
    outside: { heartbeats: [40], results: [] },
    people: ({ write }) => write(security),
    jobs: 1,
    ends: ["failed"],
  },
  {
    name: "outside-is-late",
    outside: { heartbeats: [40], results: [200] },
    people: ({ write }) => write(security),
    jobs: 1,
    ends: ["failed"],
  },
  {
    name: "outside-is-forged",
    outside: {
      ...working,
      forged: [
        { at: 10, change: {}, secret: foreignSecret },
        { at: 20, change: { job_id: "zyxwvutsrqponmlkjihgfedcba-security" } },
        { at: 30, change: { attempt: 9 } },
      ],
    },
    people: ({ write }) => write(security),
    jobs: 1,
    ends: ["answered"],
  },
  {
    name: "outside-is-cancelled",
    outside: working,
    people({ write, operate, when, stores }) {
      write(security);
      when(
        () => stores.callbacks.all().some(({ heartbeat_at }) => heartbeat_at !== null),
        () =>
          operate(async (ports) => {
            const [job] = stores.jobs.all();
            return job && cancelJob(job.job_id, { actor: "operator:ada", reason: "test" }, ports);
          }),
      );
    },
    jobs: 1,
    ends: ["stopped", "answered", "failed"],
    contested: true,
  },
];
