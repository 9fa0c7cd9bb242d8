import { PermanentError } from "../../../../core/errors.ts";
import { cancelJob } from "../../../../core/jobs/cancel-job.ts";
import type { Job } from "../../../../core/jobs/job.ts";
import { executionName } from "../../../../core/jobs/job-id.ts";
import { retryJob } from "../../../../core/jobs/retry-job.ts";
import type { World } from "../world.ts";
import type { Scenario } from "./scenario.ts";

const summary = { body: "/summary" };
const deletion = { ...summary, action: "deleted", guid: "4f2d8c1e-0000-4000-8000-000000000002" } as const;
const edit = {
  ...deletion,
  action: "edited",
  body: "Thank you.",
  updated_at: "2026-11-23T09:01:00Z",
} as const;
const security = { body: "/security the token handling" };
const securityDeletion = { ...deletion, ...security };
const off = { default: "off", canary_percentage: 0, rules: [] } as const;

/** A user or an operator changes something while a job is running. */
export const changeScenarios: Scenario[] = [
  {
    name: "comment-deleted-while-queued",
    people({ write, whenJob }) {
      whenJob("DISPATCHED", () => write(deletion));
      write(summary);
    },
    jobs: 1,
    // A lagging replica of GitHub may still show it.
    ends: ["withdrawn", "answered"],
  },
  {
    name: "deleted-while-acknowledgement-lands",
    faults: [{ what: "writer.createComment", kind: "late" }],
    people: deletesWhenPrepared,
    jobs: 1,
    ends: ["withdrawn", "answered"],
  },
  {
    name: "deleted-while-acknowledgement-is-unlisted",
    // Longer than the sweeper waits before it first checks an ended job's comments.
    faults: [{ what: "writer.createComment", kind: "hidden", hiddenMs: 210_000 }],
    people: deletesWhenPrepared,
    jobs: 1,
    ends: ["withdrawn", "answered"],
  },
  {
    name: "edited-while-acknowledgement-lands",
    faults: [
      { what: "writer.react", kind: "late" },
      { what: "writer.createComment", kind: "late" },
    ],
    people({ write, when, stores }) {
      const isPosting = () => stores.allJobs().some(({ comment }) => comment?.phase === "PREPARED");
      when(isPosting, () => write(edit));
      write(summary);
    },
    jobs: 1,
    ends: ["withdrawn", "answered"],
  },
  {
    name: "withdrawn-after-a-retry",
    faults: [{ what: "writer.react", kind: "late" }],
    employee: () => () => Promise.reject(new PermanentError("model_refused", "The key is refused")),
    people({ write, when, whenJob, operate, stores }) {
      const by = { actor: "operator:olivia", reason: "the key is there now" };
      whenJob("NOTIFIED", () => {
        for (const { job_id } of stores.allJobs()) operate((ports) => retryJob(job_id, by, ports));
      });
      const says = (job: Job) => job.retried_at !== undefined && job.comment?.provisional === true;
      when(
        () => stores.allJobs().some(says),
        () => write(securityDeletion),
      );
      write(security);
    },
    jobs: 1,
    ends: ["withdrawn", "failed"],
    retried: true,
    contested: true,
  },
  {
    name: "deletion-arrives-first",
    people({ write, deliver, scheduler }) {
      write(deletion);
      scheduler.after(5_000, () => deliver(summary));
    },
    jobs: 0,
    ends: [],
  },
  {
    name: "cancelled-by-an-operator",
    people({ write, whenJob, operate, stores }) {
      const by = { actor: "operator:olivia", reason: "it is not needed" };
      whenJob("WORKER_RUNNING", () => {
        for (const { job_id } of stores.allJobs()) operate((ports) => cancelJob(job_id, by, ports));
      });
      write(summary);
    },
    jobs: 1,
    // The operator's own process may fail.
    ends: ["stopped", "answered"],
    contested: true,
  },
  {
    name: "cancelled-while-it-holds-a-budget",
    people({ write, whenJob, operate, stores }) {
      const by = { actor: "operator:olivia", reason: "it is too expensive" };
      whenJob("WORKER_RUNNING", () => {
        for (const { job_id } of stores.allJobs()) operate((ports) => cancelJob(job_id, by, ports));
      });
      write(security);
    },
    jobs: 1,
    ends: ["stopped", "answered"],
    contested: true,
  },
  {
    name: "cancelled-by-a-comment",
    people({ write, whenJob }) {
      const order = { body: "/cancel", id: 492_700_401, guid: "4f2d8c1e-0000-4000-8000-000000000003" };
      whenJob("WORKER_RUNNING", () => write(order));
      write(summary);
    },
    jobs: 2,
    // It may be answered before the operator cancels it.
    ends: ["stopped", "answered"],
    contested: true,
    long: true,
  },
  {
    name: "switched-off-while-dispatched",
    people({ write, whenJob, stores }) {
      const change = { policy: { ...off, rules: [] }, changed_by: "operator:olivia", reason: "too loud" };
      whenJob("RECEIVED", () => void stores.rollouts.replace(0, change));
      write(summary);
    },
    jobs: [0, 1],
    ends: ["answered", "withdrawn"],
  },
  {
    name: "execution-stopped",
    people(world) {
      stopExecutions(world, 1);
      world.write(summary);
    },
    jobs: 1,
    ends: ["answered"],
    long: true,
  },
  {
    name: "execution-stopped-for-good",
    people(world) {
      stopExecutions(world, 6);
      world.write(summary);
    },
    jobs: 1,
    // Further faults can keep some of the executions from being stopped.
    ends: ["untold", "failed", "answered"],
    long: true,
  },
  {
    name: "execution-stopped-again-and-again",
    people(world) {
      stopExecutions(world, 3);
      world.write(summary);
    },
    jobs: 1,
    // Further faults can keep some of the executions from being stopped.
    ends: ["failed", "answered"],
    long: true,
  },
];

/** The user deletes the comment while the acknowledgement is being posted. */
function deletesWhenPrepared({ write, when, stores }: World): void {
  const isPosting = () => stores.allJobs().some(({ comment }) => comment?.phase === "PREPARED");
  when(isPosting, () => write(deletion));
  write(summary);
}

/**
 * Stops that many executions in turn, without a reason that the job records, while the first or a later step
 * runs.
 */
function stopExecutions({ when, stores, executions }: World, times: number): void {
  const states = ["WORKER_RUNNING", "WORKER_FAILED"];
  const working = (attempt: number) =>
    stores.allJobs().find((job) => job.attempt === attempt && states.includes(job.state));
  for (let attempt = 1; attempt <= times; attempt += 1) {
    when(
      () => working(attempt) !== undefined,
      () => void executions.stop(executionName(working(attempt)?.job_id ?? "", attempt)),
    );
  }
}
