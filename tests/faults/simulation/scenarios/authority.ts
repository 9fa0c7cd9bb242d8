import { sender } from "../outside/github.ts";
import type { Scenario } from "./scenario.ts";

const security = { body: "/security the token handling" };

/** Longer than a confirmation counts. */
const slow: Scenario["employee"] = () => async () => {
  await new Promise((resolve) => setTimeout(resolve, 90_000));
  return { outcome: "answered", markdown: "Nothing to worry about.", usage: null };
};

/** Permission and commit: checked again as long as the job runs. */
export const authorityScenarios: Scenario[] = [
  {
    name: "no-permission",
    people({ write, github }) {
      github.setPermission(sender, "read");
      write(security);
    },
    jobs: 1,
    ends: ["refused"],
  },
  {
    name: "permission-taken-while-queued",
    people({ write, github, whenJob }) {
      whenJob("DISPATCHED", () => github.setPermission(sender, "read"));
      write(security);
    },
    jobs: 1,
    ends: ["refused"],
  },
  {
    name: "permission-taken-while-acknowledgement-hangs",
    // Two tries take so long that the dispatcher's confirmation is too old for the third.
    faults: [
      { what: "jobs.claim", kind: "hang" },
      { what: "lanes.read", kind: "hang" },
    ],
    people({ write, github, whenJob }) {
      whenJob("DISPATCHED", () => github.setPermission(sender, "read"));
      write(security);
    },
    jobs: 1,
    ends: ["refused"],
  },
  {
    name: "permission-taken-right-before-the-answer",
    people({ write, github, whenJob }) {
      whenJob("WORKER_SUCCEEDED", () => github.setPermission(sender, "read"));
      write(security);
    },
    jobs: 1,
    // A minute after the start, GitHub is asked once more.
    ends: ["answered", "refused"],
  },
  {
    name: "permission-taken-while-working",
    employee: slow,
    people({ write, github, whenJob }) {
      whenJob("WORKER_RUNNING", () => github.setPermission(sender, "read"));
      write(security);
    },
    jobs: 1,
    ends: ["refused"],
  },
  {
    name: "head-moved-while-queued",
    people({ write, github, whenJob }) {
      whenJob("DISPATCHED", () => github.push("5c1d7a0000000000000000000000000000000002"));
      write(security);
    },
    jobs: 1,
    ends: ["refused"],
  },
  {
    name: "head-moved-while-acknowledged",
    people({ write, github, when }) {
      const isAnswering = () => github.writer.comments.length > 0;
      when(isAnswering, () => github.push("5c1d7a0000000000000000000000000000000002"));
      write(security);
    },
    jobs: 1,
    ends: ["refused"],
  },
  {
    name: "head-moved-while-working",
    employee: slow,
    people({ write, github, whenJob }) {
      whenJob("WORKER_RUNNING", () => github.push("5c1d7a0000000000000000000000000000000002"));
      write(security);
    },
    jobs: 1,
    ends: ["refused"],
  },
];
