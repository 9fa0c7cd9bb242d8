import { sender } from "../outside/github.ts";
import type { Scenario } from "./scenario.ts";

const security = { body: "/security the token handling" };

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
    name: "permission-taken-while-working",
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
    people({ write, github, whenJob }) {
      whenJob("WORKER_RUNNING", () => github.push("5c1d7a0000000000000000000000000000000002"));
      write(security);
    },
    jobs: 1,
    ends: ["refused"],
  },
];
