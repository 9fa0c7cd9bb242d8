import { expect, test } from "@jest/globals";
import { FencedError } from "../../core/errors.ts";
import { type FaultKind, undisturbed } from "./simulation/faults/fault.ts";
import type { Broken, Ports } from "./simulation/functions/handlers.ts";
import { run } from "./simulation/run.ts";

type BreakPorts = NonNullable<Broken["breakPorts"]>;

/** A product that lacks one protection, and what goes wrong in the scenario that shows it. */
interface Gap extends Broken {
  lacks: string;
  scenario: string;
  /** The fault at the first call of that name. */
  fault?: [what: string, kind: FaultKind];
  found: RegExp;
}

/** Changes only the ports of that function. */
function inside(wanted: string, change: BreakPorts): BreakPorts {
  return (ports, name) => (name === wanted ? change(ports, name) : {});
}

/** Lists comments but finds none of ours. */
const blind: BreakPorts = ({ writer }) => {
  const ownComments: typeof writer.ownComments = async (target, since) => {
    await writer.ownComments(target, since);
    return [];
  };
  return { writer: { ...writer, ownComments } };
};

/** Looks for a result but finds none. */
function forgetful(payloads: Ports["payloads"]): Ports["payloads"]["find"] {
  return async (key, maxBytes) => {
    await payloads.find(key, maxBytes);
    return null;
  };
}

/** Treats the outcome of every write as known. */
function sure(read: Ports["jobs"]["read"]): Ports["jobs"]["read"] {
  return async (jobId) => {
    const job = await read(jobId);
    if (!job?.comment) return job;
    const { writing: _writing, doubtful: _doubtful, ...comment } = job.comment;
    return { ...job, comment };
  };
}

/** Grants every user admin permission. */
const trusting: BreakPorts = ({ reader }) => ({ reader: { ...reader, permissionOf: async () => "admin" } });

const gaps: Gap[] = [
  {
    lacks: "a gate that goes by status",
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
    lacks: "a sweeper that asks GitHub again",
    scenario: "one-summary",
    fault: ["invoke receiveWebhook", "fail"],
    breakPorts: () => ({ hooks: [] }),
    found: /was never accepted/,
  },
  {
    lacks: "a sweeper that begins jobs anew",
    scenario: "one-summary",
    fault: ["invoke acknowledgeJob", "late"],
    breakPorts: inside("sweepDeliveries", ({ jobs }) => ({ jobs: { ...jobs, read: async () => null } })),
    found: /is DISPATCHED for ever/,
  },
  {
    lacks: "a sweeper that leaves one answer",
    scenario: "post-landing-late",
    breakPorts: inside("sweepDeliveries", blind),
    found: /has 2 visible answers/,
  },
  {
    lacks: "a sweeper that looks for what a withdrawn command left",
    scenario: "deleted-while-acknowledgement-lands",
    breakPorts: inside("sweepDeliveries", blind),
    found: /is withdrawn and its comment says working/,
  },
  {
    lacks: "a trace of what a withdrawn command may have left",
    scenario: "deleted-while-acknowledgement-lands",
    breakPorts: inside("acknowledgeJob", ({ jobs }) => {
      const transition: typeof jobs.transition = (job, to, note, change) =>
        jobs.transition(job, to, note, to === "CANCELLED" ? { ...change, comment: null } : change);
      return { jobs: { ...jobs, transition } };
    }),
    found: /is withdrawn and its comment says working/,
  },
  {
    lacks: "a second look where a write never told how it ended",
    scenario: "deleted-while-acknowledgement-is-unlisted",
    breakPorts: inside("sweepDeliveries", ({ jobs }) => ({ jobs: { ...jobs, read: sure(jobs.read) } })),
    found: /is withdrawn and its comment says working/,
  },
  {
    lacks: "a sweeper that compares what stands there with what should",
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
    found: /The reaction still says that it is worked on/,
  },
  {
    lacks: "a sweeper that says how cancelled jobs ended",
    scenario: "execution-stopped-for-good",
    breakPorts: inside("sweepDeliveries", ({ index }) => {
      const inState: typeof index.inState = async (state, ...rest) =>
        state === "CANCELLED" ? [] : index.inState(state, ...rest);
      return { index: { ...index, inState } };
    }),
    found: /is untold and its comment says working/,
  },
  {
    lacks: "a record of the word about the wait before it is written",
    scenario: "waiting-told-late",
    breakPorts: inside("sweepDeliveries", ({ jobs }) => ({ jobs: { ...jobs, save: async (job) => job } })),
    found: /is answered and its comment says waiting/,
  },
  {
    lacks: "a sweeper that says what is waited for",
    scenario: "provider-down",
    breakPorts: inside("sweepDeliveries", () => ({ outage: async () => null })),
    found: /never says waiting/,
  },
  {
    lacks: "a memory of what was written before",
    scenario: "patch-landing-late",
    breakPorts({ jobs }) {
      const save: typeof jobs.save = (job, { comment, ...change }) =>
        jobs.save(job, comment ? { ...change, comment: { ...comment, earlier: [] } } : change);
      return { jobs: { ...jobs, save } };
    },
    found: /is answered and its comment says working/,
  },
  {
    lacks: "the look before a POST",
    scenario: "one-summary",
    fault: ["writer.createComment", "crash-after"],
    breakPorts: inside("acknowledgeJob", blind),
    found: /posts an answer that is there already/,
  },
  {
    lacks: "the last look",
    scenario: "post-landed-unlisted",
    breakPorts: inside("publishResult", blind),
    found: /ends beside 2 answers/,
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
    lacks: "permission asked for again before the work",
    scenario: "permission-taken-while-queued",
    breakPorts: inside("acknowledgeJob", trusting),
    found: /works for \S+ without permission/,
  },
  {
    lacks: "permission asked for again before the answer",
    scenario: "permission-taken-while-working",
    breakPorts: inside("publishResult", trusting),
    found: /shows for \S+ without permission/,
  },
  {
    lacks: "a look for the result before the work",
    scenario: "one-summary",
    fault: ["payloads.putOnce", "crash-after"],
    breakPorts: inside("runEmployee", ({ payloads }) => ({
      payloads: { ...payloads, find: forgetful(payloads) },
    })),
    found: /has the work done again/,
  },
  {
    lacks: "a result key for each run of a job",
    scenario: "two-commands",
    breakPorts: inside("freezeContext", () => ({ randomToken: () => "r".repeat(48) })),
    found: /publishes what was left for another/,
  },
  {
    lacks: "a claim that keeps others away",
    scenario: "one-guid-from-two-hooks",
    breakPorts: () => ({
      intents: { claim: async () => ({ kind: "claimed", again: false }), dispatched: async () => {} },
    }),
    found: /is fenced at jobs\.transition/,
  },
  {
    lacks: "a memory of what an earlier try began",
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
    lacks: "jobs that are created once",
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
    lacks: "messages that stay until their work is done",
    scenario: "one-summary",
    fault: ["intents.claim", "fail"],
    reportsFailures: false,
    found: /is ENQUEUED for ever/,
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
