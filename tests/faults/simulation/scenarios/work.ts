import { PermanentError, RetryableError } from "../../../../core/errors.ts";
import { cancelJob } from "../../../../core/jobs/cancel-job.ts";
import { daily, someLimits } from "../../../fakes/records/budget.ts";
import { aPolicy } from "../../../fakes/records/policy.ts";
import type { Scenario } from "./scenario.ts";

const security = { body: "/security the token handling" };
/** More than half of a dollar, for which no second run fits into the budget. */
const muchUsed = { input_tokens: 100_000, output_tokens: 10_000 };
const shadow = { default: "shadow", canary_percentage: 0, rules: [] } as const;

const runsInShadow = { policy: aPolicy({ rollout: { ...shadow, default: "shadow-run", rules: [] } }) };

/** The work of employees and the posting of results. */
export const workScenarios: Scenario[] = [
  {
    name: "two-commands",
    people: ({ write }) => write({ body: "/summary\n/security the token handling" }),
    jobs: 2,
    ends: ["answered"],
  },
  {
    name: "budget-for-one",
    settings: { budgetLimits: someLimits({ person: daily(1), stage: daily(5) }) },
    employee: () => async () => ({ outcome: "answered", markdown: "Fine.", usage: muchUsed }),
    people({ write }) {
      write(security);
      write({ ...security, id: 492_700_401, guid: "4f2d8c1e-0000-4000-8000-000000000002" });
    },
    jobs: 2,
    ends: ["answered", "refused"],
    contested: true,
  },
  {
    name: "employee-fails",
    employee: () => () => Promise.reject(new PermanentError("model_refused", "The key is refused")),
    people: ({ write }) => write(security),
    jobs: 1,
    ends: ["failed"],
  },
  {
    name: "employee-fails-once",
    employee() {
      let runs = 0;
      return async () => {
        runs += 1;
        if (runs === 1) throw new RetryableError("model_overloaded", "It is overloaded");
        return { outcome: "answered", markdown: "Nothing to worry about.", usage: null };
      };
    },
    people: ({ write }) => write(security),
    jobs: 1,
    ends: ["answered"],
  },
  {
    name: "post-landed-without-answer",
    faults: [{ what: "writer.createComment", kind: "lost" }],
    people: ({ write }) => write({ body: "/summary" }),
    jobs: 1,
    ends: ["answered"],
  },
  {
    name: "post-landing-late",
    faults: [{ what: "writer.createComment", kind: "late" }],
    people: ({ write }) => write({ body: "/summary" }),
    jobs: 1,
    ends: ["answered"],
  },
  {
    name: "check-run-unlisted",
    // Longer than the sweeper waits before it first looks at an ended job's check run.
    faults: [{ what: "checks.create", kind: "hidden", hiddenMs: 210_000 }],
    people: ({ write }) => write({ body: "/summary" }),
    jobs: 1,
    ends: ["answered"],
  },
  {
    name: "re-run-by-a-click",
    people({ write, rerun, when, github }) {
      when(() => github.checks.runs.some(({ conclusion }) => conclusion === "neutral"), rerun);
      write({ body: "/summary" });
    },
    jobs: 2,
    ends: ["answered"],
  },
  {
    name: "post-landed-unlisted",
    faults: [{ what: "writer.createComment", kind: "hidden" }],
    people: ({ write }) => write({ body: "/summary" }),
    jobs: 1,
    ends: ["answered"],
  },
  {
    name: "patch-landing-late",
    faults: [
      { what: "writer.createComment", kind: "lost" },
      { what: "writer.updateComment", kind: "late" },
    ],
    people: ({ write }) => write({ body: "/summary" }),
    jobs: 1,
    ends: ["answered"],
  },
  {
    name: "provider-down",
    people({ write, provider }) {
      provider.failFor(6 * 60_000);
      write(security);
    },
    jobs: 1,
    ends: ["answered"],
    says: ["waiting"],
    long: true,
  },
  {
    name: "waiting-told-late",
    // The wait ends while the write is in flight.
    faults: [{ what: "writer.updateComment", kind: "late" }],
    people({ write, provider }) {
      provider.failFor(130_000);
      write(security);
    },
    jobs: 1,
    ends: ["answered"],
    long: true,
  },
  {
    name: "shadow",
    settings: { policy: aPolicy({ rollout: { ...shadow, rules: [] } }) },
    people: ({ write }) => write({ body: "/summary" }),
    jobs: 1,
    ends: ["shadowed"],
  },
  {
    name: "shadow-run",
    settings: runsInShadow,
    people: ({ write }) => write({ body: "/security the token handling" }),
    jobs: 1,
    ends: ["shadowed"],
  },
  {
    name: "shadow-run-fails",
    settings: runsInShadow,
    employee: () => () => Promise.reject(new PermanentError("model_refused", "The key is refused")),
    people: ({ write }) => write(security),
    jobs: 1,
    ends: ["shadowed"],
  },
  {
    name: "shadow-run-cancelled",
    settings: runsInShadow,
    people(world) {
      const by = { actor: "operator:olivia", reason: "it is not needed" };
      const ids = () => world.stores.allJobs().map(({ job_id }) => job_id);
      world.whenJob("WORKER_RUNNING", () => {
        for (const id of ids()) world.operate((ports) => cancelJob(id, by, ports));
      });
      world.write(security);
    },
    jobs: 1,
    // The operator's own process may fail.
    ends: ["stopped", "shadowed"],
    contested: true,
  },
  {
    name: "answer-deleted-by-user",
    people({ write, github, whenJob }) {
      whenJob("WORKER_SUCCEEDED", () => {
        for (const { id } of [...github.writer.comments]) github.writer.remove(id);
      });
      write({ body: "/summary" });
    },
    jobs: 1,
    ends: ["answered"],
    lostByHuman: true,
  },
];
