import { expect, test } from "@jest/globals";
import { isoTime } from "../../core/clock.ts";
import { FencedError } from "../../core/errors.ts";
import type { Job } from "../../core/jobs/job.ts";
import type { JobChange } from "../../core/jobs/job-store.ts";
import { jobStoreWithLanes } from "../../core/lanes/job-store-with-lanes.ts";
import { emptyLane, type Lane } from "../../core/lanes/lane.ts";
import { employeeSecret } from "../fakes/webhooks/signed-callback.ts";
import { type FaultKind, undisturbed } from "./simulation/faults/fault.ts";
import type { Broken, Ports } from "./simulation/functions/handlers.ts";
import { foreignSecret } from "./simulation/outside/employee.ts";
import { run } from "./simulation/run.ts";

type BreakPorts = NonNullable<Broken["breakPorts"]>;

/** A product that lacks one protection, and the violation in the scenario that shows it. */
interface Gap extends Broken {
  lacks: string;
  scenario: string;
  /** The fault of the first call of that name. */
  fault?: [what: string, kind: FaultKind];
  found: RegExp;
}

/** Changes only the ports of that function. */
function inside(wanted: string, change: BreakPorts): BreakPorts {
  return (ports, name) => (name === wanted ? change(ports, name) : {});
}

/** Lists comments but finds none of ours. */
const hideOwnComments: BreakPorts = ({ writer }) => {
  const ownComments: typeof writer.ownComments = async (target, since) => {
    await writer.ownComments(target, since);
    return [];
  };
  return { writer: { ...writer, ownComments } };
};

/** The same in threads on the diff. */
const hideOwnReplies: BreakPorts = ({ writer }) => {
  const ownComments: typeof writer.ownComments = async (place, since) => {
    const found = await writer.ownComments(place, since);
    return place.thread === null ? found : [];
  };
  return { writer: { ...writer, ownComments } };
};

/** Looks for a result but finds none. */
function hideResults(payloads: Ports["payloads"]): Ports["payloads"]["find"] {
  return async (key, maxBytes) => {
    await payloads.find(key, maxBytes);
    return null;
  };
}

/** Treats the outcome of every write as known. */
function forgetUncertainWrites(read: Ports["jobs"]["read"]): Ports["jobs"]["read"] {
  return async (jobId) => {
    const job = await read(jobId);
    if (!job?.comment) return job;
    const { writing: _writing, doubtful: _doubtful, ...comment } = job.comment;
    return { ...job, comment };
  };
}

/** Lists check runs but finds none. */
const hideCheckRuns: BreakPorts = ({ checks }) => {
  const list: typeof checks.list = async (target, sha) => {
    await checks.list(target, sha);
    return [];
  };
  return { checks: { ...checks, list } };
};

/** Treats the outcome of every write of a check run as known. */
function forgetUncertainChecks(read: Ports["jobs"]["read"]): Ports["jobs"]["read"] {
  return async (jobId) => {
    const job = await read(jobId);
    if (!job?.check) return job;
    const { writing: _writing, doubtful: _doubtful, ...check } = job.check;
    return { ...job, check };
  };
}

/** Grants every user admin permission. */
const grantEveryone: BreakPorts = ({ reader }) => ({
  reader: {
    ...reader,
    permissionOf: async () => "admin",
    standing: async (...asked) => ({ ...(await reader.standing(...asked)), held: "admin" }),
  },
});

/** Takes every confirmation for a new one. */
const renewAuthority: BreakPorts = ({ jobs, clock }) => {
  const renewed = (job: Job): Job =>
    job.authority ? { ...job, authority: { ...job.authority, at: isoTime(clock()) } } : job;
  const claim: typeof jobs.claim = async (...asked) => renewed(await jobs.claim(...asked));
  const transition: typeof jobs.transition = async (...asked) => renewed(await jobs.transition(...asked));
  return { jobs: { ...jobs, claim, transition } };
};

/** Ends callbacks as `CLOSED` in the reply only. */
const closeNoCallback: BreakPorts = ({ callbacks }) => {
  const end: typeof callbacks.end = async (key, status) => {
    if (status === "RESULT") return callbacks.end(key, status);
    const known = await callbacks.read(key);
    return known && { ...known, status };
  };
  return { callbacks: { ...callbacks, end } };
};

/** Stores a result only when the workflow wakes. */
const storeLast: BreakPorts = ({ payloads, tokens }) => {
  const kept: [string, string][] = [];
  return {
    payloads: { ...payloads, putOnce: async (key, json) => kept.push([key, json]) > 0 },
    tokens: {
      ...tokens,
      async succeed(token) {
        for (const [key, json] of kept.splice(0)) await payloads.putOnce(key, json);
        return tokens.succeed(token);
      },
    },
  };
};

const gaps: Gap[] = [
  {
    lacks: "a gate that checks the status",
    scenario: "one-guid-again",
    breakPorts({ deliveries }) {
      const receive: typeof deliveries.receive = async (envelope) =>
        (await deliveries.receive(envelope)) === "new" ? "new" : "ENQUEUED";
      return { deliveries: { ...deliveries, receive } };
    },
    found: /was called a duplicate of what is not in the queue/,
  },
  {
    lacks: "a sweeper that sends again",
    scenario: "one-summary",
    fault: ["queue.send", "fail"],
    breakPorts: ({ deliveries }) => ({ deliveries: { ...deliveries, pending: async () => [] } }),
    found: /is RECEIVED for ever/,
  },
  {
    lacks: "a sweeper that requests redeliveries",
    scenario: "one-summary",
    fault: ["invoke receiveWebhook", "fail"],
    breakPorts: () => ({ hooks: [] }),
    found: /was never accepted/,
  },
  {
    lacks: "a sweeper that restarts jobs",
    scenario: "one-summary",
    fault: ["invoke acknowledgeJob", "late"],
    breakPorts: inside("sweepDeliveries", ({ jobs }) => ({ jobs: { ...jobs, read: async () => null } })),
    found: /is DISPATCHED for ever/,
  },
  {
    lacks: "a sweeper that leaves one answer",
    scenario: "post-landing-late",
    breakPorts: inside("sweepDeliveries", hideOwnComments),
    found: /has 2 visible answers/,
  },
  {
    lacks: "a sweeper that finds comments of withdrawn commands",
    scenario: "deleted-while-acknowledgement-lands",
    breakPorts: inside("sweepDeliveries", hideOwnComments),
    found: /is withdrawn and its comment says working/,
  },
  {
    lacks: "a record of the writes of a withdrawn command",
    scenario: "deleted-while-acknowledgement-lands",
    breakPorts: inside("acknowledgeJob", ({ jobs }) => {
      const transition: typeof jobs.transition = (job, to, note, change) =>
        jobs.transition(job, to, note, to === "CANCELLED" ? { ...change, comment: null } : change);
      return { jobs: { ...jobs, transition } };
    }),
    found: /is withdrawn and its comment says working/,
  },
  {
    lacks: "a second check after a write of unknown outcome",
    scenario: "deleted-while-acknowledgement-is-unlisted",
    breakPorts: inside("sweepDeliveries", ({ jobs }) => ({
      jobs: { ...jobs, read: forgetUncertainWrites(jobs.read) },
    })),
    found: /is withdrawn and its comment says working/,
  },
  {
    lacks: "a sweeper that compares comments with their recorded text",
    scenario: "patch-landing-late",
    breakPorts: inside("sweepDeliveries", () => ({ sha256: (text) => String(text.length).padEnd(64, "0") })),
    found: /is answered and its comment says working/,
  },
  {
    lacks: "a sweeper that removes reactions that landed late",
    scenario: "edited-while-acknowledgement-lands",
    breakPorts: inside("sweepDeliveries", ({ writer }) => ({
      writer: { ...writer, ownReactions: async () => [] },
    })),
    found: /The 👀 reaction is still there/,
  },
  {
    lacks: "a sweeper that posts how cancelled jobs ended",
    scenario: "execution-stopped-for-good",
    breakPorts: inside("sweepDeliveries", ({ index }) => {
      const inState: typeof index.inState = async (state, ...rest) =>
        state === "CANCELLED" ? [] : index.inState(state, ...rest);
      return { index: { ...index, inState } };
    }),
    found: /is untold and its comment says working/,
  },
  {
    lacks: "a record of the waiting notice before it is written",
    scenario: "waiting-told-late",
    breakPorts: inside("sweepDeliveries", ({ jobs }) => ({ jobs: { ...jobs, save: async (job) => job } })),
    found: /is answered and its comment says waiting/,
  },
  {
    lacks: "a sweeper that completes check runs",
    scenario: "cancelled-by-an-operator",
    breakPorts: inside("sweepDeliveries", ({ checks }) => ({
      checks: { ...checks, update: async () => true },
    })),
    found: /^The check run \d+ is in_progress for ever$/,
  },
  {
    lacks: "a sweeper that finds check runs which landed late",
    scenario: "check-run-unlisted",
    breakPorts: inside("sweepDeliveries", hideCheckRuns),
    found: /has 2 check runs on one commit/,
  },
  {
    lacks: "a record of the writes of check runs",
    scenario: "check-run-unlisted",
    breakPorts: ({ jobs }) => ({ jobs: { ...jobs, read: forgetUncertainChecks(jobs.read) } }),
    found: /has 2 check runs on one commit/,
  },
  {
    lacks: "a record of the first check run before it is created",
    scenario: "one-summary",
    fault: ["checks.create", "crash-after"],
    breakPorts: inside("acknowledgeJob", ({ jobs }) => {
      const save: typeof jobs.save = async (job, change) => {
        if (change.check?.id !== null) return jobs.save(job, change);
        const { check, ...others } = change;
        return { ...(await jobs.save(job, others)), check };
      };
      return { jobs: { ...jobs, save } };
    }),
    found: /has 2 check runs on one commit/,
  },
  {
    lacks: "a look for check runs before a POST",
    scenario: "one-summary",
    fault: ["checks.create", "crash-after"],
    breakPorts: hideCheckRuns,
    found: /has 2 check runs on one commit/,
  },
  {
    lacks: "a sweeper that posts what jobs wait for",
    scenario: "provider-down",
    breakPorts: inside("sweepDeliveries", () => ({ outage: async () => null })),
    found: /never says waiting/,
  },
  {
    lacks: "a record of earlier writes",
    scenario: "patch-landing-late",
    breakPorts({ jobs }) {
      const forget = ({ comment, ...change }: JobChange): JobChange =>
        comment ? { ...change, comment: { ...comment, earlier: [] } } : change;
      const save: typeof jobs.save = (job, change) => jobs.save(job, forget(change));
      const transition: typeof jobs.transition = (job, to, note, change = {}) =>
        jobs.transition(job, to, note, forget(change));
      return { jobs: { ...jobs, save, transition } };
    },
    found: /is answered and its comment says working/,
  },
  {
    lacks: "the check before a POST",
    scenario: "one-summary",
    fault: ["writer.createComment", "crash-after"],
    breakPorts: inside("acknowledgeJob", hideOwnComments),
    found: /posts an answer that is visible already/,
  },
  {
    lacks: "the last check",
    scenario: "post-landed-unlisted",
    breakPorts: inside("publishResult", hideOwnComments),
    found: /ends beside 2 answers/,
  },
  {
    lacks: "a record that the outcome of a write is unknown",
    scenario: "post-landed-unlisted",
    breakPorts: inside("acknowledgeJob", ({ jobs }) => {
      const save: typeof jobs.save = (job, change) => {
        if (!change.comment) return jobs.save(job, change);
        const { doubtful: _doubtful, ...comment } = change.comment;
        return jobs.save(job, { ...change, comment });
      };
      return { jobs: { ...jobs, save } };
    }),
    found: /ends beside 2 answers/,
  },
  {
    lacks: "a record of the first POST before it is sent",
    scenario: "one-summary",
    fault: ["writer.createComment", "crash-after"],
    breakPorts: inside("acknowledgeJob", ({ jobs }) => {
      const save: typeof jobs.save = async (job, change) => {
        if (change.comment?.phase !== "PREPARED") return jobs.save(job, change);
        const { comment, ...others } = change;
        return { ...(await jobs.save(job, others)), comment };
      };
      return { jobs: { ...jobs, save } };
    }),
    found: /posts an answer that is visible already/,
  },
  {
    lacks: "fenced writes",
    scenario: "one-summary",
    fault: ["invoke acknowledgeJob", "late"],
    breakPorts({ jobs }) {
      const save: typeof jobs.save = async (job, change) =>
        jobs
          .save((await jobs.read(job.job_id)) ?? job, change)
          .catch((error: unknown) =>
            error instanceof FencedError ? save(job, change) : Promise.reject(error),
          );
      return { jobs: { ...jobs, save } };
    },
    found: /took effect though the job had been taken over/,
  },
  {
    lacks: "a permission check before the work",
    scenario: "permission-taken-while-queued",
    breakPorts: inside("freezeContext", grantEveryone),
    found: /starts for \S+ without permission/,
  },
  {
    lacks: "a permission check of an acknowledgement that was late",
    scenario: "permission-taken-while-acknowledgement-hangs",
    // With a step that does not agree, the two would take turns for ever.
    breakPorts: (ports, name) =>
      ["acknowledgeJob", "freezeContext"].includes(name) ? grantEveryone(ports, name) : {},
    found: /acknowledgeJob\S+ shows for \S+ without permission/,
  },
  {
    lacks: "an age limit of the dispatcher's confirmation",
    scenario: "permission-taken-while-acknowledgement-hangs",
    breakPorts: inside("acknowledgeJob", renewAuthority),
    found: /shows for \S+ without permission/,
  },
  {
    lacks: "an age limit of the confirmation at the start of the run",
    scenario: "permission-taken-while-working",
    breakPorts: inside("publishResult", renewAuthority),
    found: /shows for \S+ without permission/,
  },
  {
    lacks: "a permission check before the answer",
    scenario: "permission-taken-while-working",
    breakPorts: inside("publishResult", grantEveryone),
    found: /shows for \S+ without permission/,
  },
  {
    lacks: "a check for the result before the work",
    scenario: "one-summary",
    fault: ["payloads.putOnce", "crash-after"],
    breakPorts: inside("runEmployee", ({ payloads }) => ({
      payloads: { ...payloads, find: hideResults(payloads) },
    })),
    found: /runs the employee again/,
  },
  {
    lacks: "a result key for each run of a job",
    scenario: "two-commands",
    breakPorts: inside("freezeContext", () => ({ randomToken: () => "r".repeat(48) })),
    found: /publishes what was left for another/,
  },
  {
    lacks: "an exclusive claim",
    scenario: "one-guid-from-two-hooks",
    breakPorts: () => ({
      intents: { claim: async () => ({ kind: "claimed", again: false }), dispatched: async () => {} },
    }),
    found: /is fenced at jobs\.transition/,
  },
  {
    lacks: "a record of what an earlier attempt started",
    scenario: "switched-off-while-dispatched",
    fault: ["jobs.create", "crash-after"],
    breakPorts({ intents }) {
      const claim: typeof intents.claim = async (key, owner) => {
        const answer = await intents.claim(key, owner);
        return answer.kind === "claimed" ? { ...answer, again: false } : answer;
      };
      return { intents: { ...intents, claim } };
    },
    found: /is RECEIVED for ever/,
  },
  {
    lacks: "creation of each job only once",
    scenario: "one-summary",
    fault: ["jobs.create", "crash-after"],
    breakPorts({ jobs, clock }) {
      const create: typeof jobs.create = (job, note) =>
        jobs.create({ ...job, job_id: `${job.job_id}-${clock()}` }, note);
      return { jobs: { ...jobs, create } };
    },
    found: /There are 2 jobs, not 1/,
  },
  {
    lacks: "the look into the thread that an answer has left",
    scenario: "thread-gone-while-landing",
    breakPorts: hideOwnReplies,
    found: /has 2 visible answers/,
  },
  {
    lacks: "a condition on what a budget has left",
    scenario: "budget-for-one",
    breakPorts: inside("acknowledgeJob", ({ budgets }) => {
      const reserve: typeof budgets.reserve = async (budget, day, run) => {
        const reserved = await budgets.reserve(budget, day, run);
        if (reserved.kind === "held") return reserved;
        return budgets.reserve({ ...budget, limit: 10 * budget.limit }, day, run);
      };
      return { budgets: { ...budgets, reserve } };
    }),
    found: /The budget person#\d+#\S+ was exceeded/,
  },
  {
    lacks: "a record of the reservation before it is made",
    scenario: "budget-for-one",
    breakPorts: inside("acknowledgeJob", ({ jobs }) => {
      const save: typeof jobs.save = (job, { reservation: _left, ...change }) => jobs.save(job, change);
      return { jobs: { ...jobs, save } };
    }),
    found: /The budget \S+ is held for ever/,
  },
  {
    lacks: "a sweeper that settles budgets",
    scenario: "cancelled-while-it-holds-a-budget",
    breakPorts: inside("sweepDeliveries", ({ budgets }) => ({
      budgets: { ...budgets, settle: async () => false },
    })),
    found: /The budget \S+ is held for ever/,
  },
  {
    lacks: "a charge for a run without a recorded end",
    scenario: "budget-for-one",
    breakPorts: inside("publishResult", ({ budgets }) => ({
      budgets: {
        ...budgets,
        settle: (key: string, day: string, run: Parameters<typeof budgets.settle>[2]) =>
          budgets.settle(key, day, run, 0),
      },
    })),
    found: /was not charged what the jobs have cost/,
  },
  {
    lacks: "messages that are kept until their work is done",
    scenario: "one-summary",
    fault: ["intents.claim", "fail"],
    reportsFailures: false,
    found: /is ENQUEUED for ever/,
  },
  {
    lacks: "a result that is stored before its callback ends",
    scenario: "outside-sends-once",
    // Without that call, its number belongs to the next one, which ends the callback.
    fault: ["payloads.putOnce", "crash-after"],
    breakPorts: inside("receiveCallback", storeLast),
    found: /loses a stored result/,
  },
  {
    lacks: "a search for stored results by the sweeper and by the end of the wait",
    scenario: "outside-sends-once",
    fault: ["callbacks.end", "crash-after"],
    breakPorts: (ports, name) => ({
      ...(name === "sweepDeliveries" && { tokens: { ...ports.tokens, succeed: async () => false } }),
      ...(name === "callEmployee" && closeNoCallback(ports, name)),
    }),
    found: /loses a stored result/,
  },
  {
    lacks: "a callback that is closed with its job",
    scenario: "outside-is-silent",
    breakPorts: closeNoCallback,
    found: /is open for ever/,
  },
  {
    lacks: "a secret of its own for each employee",
    scenario: "outside-is-forged",
    breakPorts: inside("receiveCallback", ({ employeeSecrets }) => ({
      employeeSecrets: { ...employeeSecrets, read: async () => [employeeSecret, foreignSecret] },
    })),
    found: /A forged result is shown/,
  },
  {
    lacks: "the tokens of earlier tries",
    scenario: "outside-answers-later",
    fault: ["callbacks.open", "late"],
    breakPorts: inside("receiveCallback", ({ callbacks }) => {
      const read: typeof callbacks.read = async (key) => {
        const known = await callbacks.read(key);
        return known && { ...known, earlier_tokens: [] };
      };
      return { callbacks: { ...callbacks, read } };
    }),
    found: /is failed/,
  },
  {
    lacks: "heartbeats that extend the wait",
    scenario: "outside-answers-later",
    breakPorts: inside("receiveCallback", ({ tokens }) => ({
      tokens: { ...tokens, heartbeat: async () => true },
    })),
    found: /is failed/,
  },
  {
    lacks: "a lane",
    scenario: "two-in-a-lane",
    breakPorts: inside("acknowledgeJob", ({ lanes }) => ({
      lanes: { ...lanes, read: async () => emptyLane, replace: async () => true },
    })),
    found: /starts while \S+ runs/,
  },
  {
    lacks: "a version of the lane",
    scenario: "two-in-a-lane",
    breakPorts({ lanes }) {
      async function replace(key: string, _known: Lane, next: Lane): Promise<boolean> {
        while (!(await lanes.replace(key, await lanes.read(key), next)));
        return true;
      }
      return { lanes: { ...lanes, replace } };
    },
    found: /starts while \S+ runs|waits in \S+ for ever|does not become idle/,
  },
  {
    lacks: "the order of a lane",
    scenario: "three-in-a-lane",
    breakPorts: inside("acknowledgeJob", ({ lanes }) => {
      const replace: typeof lanes.replace = (key, known, next) =>
        lanes.replace(key, known, { ...next, waiting: next.waiting.toReversed() });
      return { lanes: { ...lanes, replace } };
    }),
    found: /runs out of order/,
  },
  {
    lacks: "every task token of a job that waits",
    scenario: "two-in-a-lane",
    fault: ["lanes.saveTurn", "late"],
    breakPorts({ jobsWithoutLanes, lanes, tokens, clock }) {
      const turns: typeof lanes.turns = async (of) => (await lanes.turns(of)).slice(-1);
      const broken = { ...lanes, turns };
      return { lanes: broken, jobs: jobStoreWithLanes(jobsWithoutLanes, { lanes: broken, tokens, clock }) };
    },
    found: /is DISPATCHED for ever/,
  },
  {
    lacks: "a sweeper that wakes jobs",
    scenario: "two-in-a-lane",
    fault: ["tokens.succeed", "fail"],
    breakPorts: inside("sweepDeliveries", ({ lanes }) => ({
      lanes: { ...lanes, contended: async () => [] },
    })),
    found: /is DISPATCHED for ever/,
  },
  {
    lacks: "a hand-over",
    scenario: "two-in-a-lane",
    // Nor a sweeper that hands over instead.
    breakPorts({ jobsWithoutLanes, lanes }, name) {
      if (name === "publishResult") return { jobs: jobsWithoutLanes };
      return name === "sweepDeliveries" ? { lanes: { ...lanes, contended: async () => [] } } : {};
    },
    found: /is DISPATCHED for ever/,
  },
  {
    lacks: "limits on content writes",
    scenario: "answer-waits",
    breakPorts: () => ({ paceLimits: { perMinute: 80, perHour: 500 } }),
    found: /content writes reach GitHub in a minute/,
  },
  {
    lacks: "a version of the pace",
    scenario: "answer-waits",
    breakPorts({ paces }) {
      const replace: typeof paces.replace = async (id, _known, next) => {
        while (!(await paces.replace(id, await paces.read(id), next)));
        return true;
      };
      return { paces: { ...paces, replace } };
    },
    found: /content writes reach GitHub in a minute/,
  },
  {
    lacks: "tokens of reactions and check runs",
    scenario: "one-summary",
    breakPorts({ paces }) {
      const replace: typeof paces.replace = async (id, known, next) => {
        const halved = ([slot, taken]: [string, number]) => [slot, Math.ceil(taken / 2)];
        const halve = (slots: typeof next.hour) => Object.fromEntries(Object.entries(slots).map(halved));
        return paces.replace(id, known, { ...next, hour: halve(next.hour) });
      };
      return { paces: { ...paces, replace } };
    },
    found: /content writes have \d+ tokens/,
  },
  {
    lacks: "a sweeper that grants tokens",
    scenario: "answer-waits",
    breakPorts: inside("sweepDeliveries", ({ paces }) => ({ paces: { ...paces, waiting: async () => [] } })),
    found: /is WORKER_SUCCEEDED for ever/,
  },
  {
    lacks: "every task token of an answer that waits",
    scenario: "answer-waits",
    fault: ["paces.enter", "late"],
    breakPorts({ paces }) {
      const wait: typeof paces.wait = async (waiter) => {
        const known = await paces.wait(waiter);
        return known && { ...known, tokens: known.tokens.slice(-1) };
      };
      return { paces: { ...paces, wait } };
    },
    found: /is WORKER_SUCCEEDED for ever/,
  },
];

test.each(gaps)(
  "the simulation finds a violation without $lacks",
  async ({ scenario, fault, found, ...broken }) => {
    const plain = undisturbed(scenario);
    const { calls } = await run(plain);
    const hit = calls.find(({ what }) => what === fault?.[0]);
    const plan = hit && fault ? { ...plain, faults: [{ call: hit.n, kind: fault[1] }] } : plain;
    expect((await run(plan)).violations).toEqual([]);

    const { violations } = await run(plan, broken);

    expect(violations).toContainEqual(expect.stringMatching(found));
  },
);
