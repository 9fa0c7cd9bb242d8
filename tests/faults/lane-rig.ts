import { setImmediate as turn } from "node:timers/promises";
import type { Context } from "aws-lambda";
import type { Job } from "../../core/jobs/job.ts";
import { isTerminal } from "../../core/jobs/job-state.ts";
import type { JobStore } from "../../core/jobs/job-store.ts";
import type { TaskTokens } from "../../core/jobs/task-tokens.ts";
import { handOver } from "../../core/lanes/hand-over.ts";
import { jobStoreWithLanes } from "../../core/lanes/job-store-with-lanes.ts";
import type { LaneStore } from "../../core/lanes/lane-store.ts";
import type { PaceLimits } from "../../core/pacing/pace.ts";
import { createHandler as acknowledge } from "../../functions/acknowledge-job/handler.ts";
import { createHandler as awaitTurn } from "../../functions/await-turn/handler.ts";
import { dispatchEvent } from "../../functions/dispatch-event/dispatch-event.ts";
import { createHandler as freeze } from "../../functions/freeze-context/handler.ts";
import { createHandler as publishResult } from "../../functions/publish-result/handler.ts";
import { createHandler as run } from "../../functions/run-employee/handler.ts";
import { createHandler as sweep } from "../../functions/sweep-deliveries/handler.ts";
import { Crash } from "../fakes/crash.ts";
import { createDispatcherPorts } from "../fakes/dispatcher.ts";
import {
  type CreateInstance,
  createInterpretedWorkflow,
  type Handler,
  type InterpretedWorkflow,
} from "../fakes/interpreted-workflow.ts";
import { createFakeJobIndex } from "../fakes/job-index.ts";
import { createFakeLog } from "../fakes/log.ts";
import { createFakePullRequestWriter } from "../fakes/pull-request-writer.ts";
import { anEmployee } from "../fakes/records/employee.ts";
import { anEnvelopeOf } from "../fakes/records/envelope.ts";
import { aCommentWebhook } from "../fakes/records/webhook.ts";
import { fakeRunners } from "../fakes/runners.ts";
import { createSweeperPorts } from "../fakes/sweeper.ts";

export interface LaneCommand {
  repo_id: number;
  pr_number: number;
  /** The order in which users asked, within a lane: the minute of the comment. */
  minute: number;
}

export interface LaneRigOptions {
  /** Returns at which call to the outside the process of the n-th hand-over ends; null: it does not. */
  crash?(n: number): number | null;
  /** Whether the employee's run of this command ends. */
  ends?(command: LaneCommand): boolean;
  /** GitHub's limits on content writes; none by default. */
  paceLimits?: PaceLimits;
}

/** A content write that reached GitHub. */
export interface RigWrite {
  /** Milliseconds since the epoch. */
  at: number;
  what: string;
  repo_id: number;
  /** Of a comment. */
  body: string;
}

const noLimits: PaceLimits = { perMinute: 1_000_000, perHour: 1_000_000 };

export type LaneRig = ReturnType<typeof createLaneRig>;

/**
 * The dispatcher, the workflow with its own definition, its functions and the sweeper, around stores in memory. Any number
 * of repositories; the employee's runs are recorded in their order.
 */
export function createLaneRig({
  crash = () => null,
  ends = () => true,
  paceLimits = noLimits,
}: LaneRigOptions = {}) {
  const ports = createDispatcherPorts();
  const { clock, lanes } = ports;
  const roster = [anEmployee({ name: "security", commands: ["security"] })];
  const writer = createFakePullRequestWriter();
  const writes: RigWrite[] = [];
  const watched = <Port extends object>(port: Port, methods: readonly (keyof Port & string)[]): Port => {
    const entries = methods.map((method) => {
      const write = port[method] as (...args: unknown[]) => Promise<unknown>;
      const noted = (target: { repo_id: number }, ...rest: unknown[]) => {
        const body = String(rest.find((one) => typeof one === "string") ?? "");
        writes.push({ at: clock(), what: method, repo_id: target.repo_id, body });
        return write(target, ...rest);
      };
      return [method, noted] as const;
    });
    return { ...port, ...Object.fromEntries(entries) };
  };
  const asked = new Map<string, LaneCommand>();
  const started: LaneCommand[] = [];
  const running = new Map<string, LaneCommand>();
  const overlaps: string[] = [];
  /** Ends the runs that would not end. */
  const released = Promise.withResolvers<void>();
  let handOvers = 0;
  let indexed: Job[] = [];
  let busy = 0;

  const tokens: TaskTokens = {
    succeed: (token) => workflow.tokens.succeed(token),
    fail: (token, error) => workflow.tokens.fail(token, error),
    heartbeat: (token) => workflow.tokens.heartbeat(token),
  };
  const laneName = ({ repo_id, pr_number }: LaneCommand) => `${repo_id}#${pr_number}`;
  const store: JobStore = {
    ...ports.jobs,
    async transition(job, to, note, change) {
      const ended = await ports.jobs.transition(job, to, note, change);
      const command = commandOf(job);
      if (isTerminal(to)) running.delete(job.job_id);
      else if (to === "WORKER_RUNNING") {
        const beside = [...running.values()].find((other) => laneName(other) === laneName(command));
        if (beside) overlaps.push(`${laneName(command)}: ${beside.minute} and ${command.minute}`);
        running.set(job.job_id, command);
        started.push(command);
      }
      return ended;
    },
  };
  const jobs = jobStoreWithLanes(store, { lanes, tokens, clock });

  /** The job store of the step that ends jobs; its hand-overs may crash. */
  const crashing: JobStore = {
    ...store,
    async transition(job, to, note, change) {
      const ended = await store.transition(job, to, note, change);
      if (!isTerminal(to)) return ended;
      handOvers += 1;
      const dying = dieAt(crash(handOvers), { lanes, tokens });
      await handOver(ended, { ...dying, jobs: store, clock }).catch(() => {});
      return ended;
    },
  };
  const reader = { ...ports.reader, pullRequest: pullRequestOf(ports.reader) };
  const github = {
    writer: watched(writer, ["createComment", "updateComment", "deleteComment", "react", "unreact"]),
    checks: watched(ports.checks, ["create", "update"]),
  };
  const common = {
    ...{ ...ports, ...github, roster, reader, jobs, tokens, paceLimits },
    log: createFakeLog(),
  };
  const counted =
    (handler: Handler): Handler =>
    async (event, context) => {
      busy += 1;
      try {
        return await handler(event, context);
      } finally {
        busy -= 1;
      }
    };
  const model = async ({ job_id }: { job_id: string }) => {
    const job = await ports.jobs.read(job_id);
    if (job && !ends(commandOf(job))) {
      busy -= 1;
      await released.promise;
      busy += 1;
    }
    return { outcome: "answered" as const, markdown: "All good.", usage: null };
  };
  const steps: CreateInstance = {
    AcknowledgeJob: () => acknowledge({ ...common, roster } as never) as unknown as Handler,
    AwaitTurn: () => awaitTurn(common) as unknown as Handler,
    FreezeContext: () => freeze({ ...common, roster } as never) as unknown as Handler,
    RunEmployee: () => run({ ...common, runners: fakeRunners({ model }) }) as unknown as Handler,
    PublishResult: () => publishResult({ ...common, roster, jobs: crashing } as never) as unknown as Handler,
  };
  const workflow: InterpretedWorkflow = createInterpretedWorkflow(
    Object.fromEntries(Object.entries(steps).map(([name, create]) => [name, () => counted(create())])),
  );
  const sweeper = sweep({
    ...createSweeperPorts(),
    ...{
      clock,
      jobs,
      lanes,
      tokens,
      workflow,
      ...github,
      ...{ roster, paces: ports.paces, paceLimits },
      hooks: [],
      // One copy of all jobs serves a whole sweep.
      index: createFakeJobIndex({ all: () => indexed }),
      payloads: ports.payloads,
    },
    callbacks: ports.callbacks,
  });

  function commandOf({ intent_key }: Pick<Job, "intent_key">): LaneCommand {
    const command = asked.get(intent_key);
    if (!command) throw new Error("No user asked for this job");
    return command;
  }

  /** Waits until every execution has ended or waits, and no function runs. */
  async function settle(): Promise<void> {
    for (let calm = 0; calm < 50; calm = busy > 0 ? 0 : calm + 1) await turn();
  }

  return {
    ...{ jobs: ports.jobs, lanes, workflow, writer, started, overlaps },
    ...{ clock, writes, paces: ports.paces },
    /** A user gives the command, and the dispatcher gets its delivery. */
    async ask(command: LaneCommand): Promise<void> {
      const { repo_id, pr_number, minute } = command;
      const id = repo_id * 1_000_000 + pr_number * 1_000 + minute;
      const repo = `octo-${repo_id}/shop`;
      const created_at = new Date(Date.UTC(2026, 10, 23, 7, minute)).toISOString();
      const payload = aCommentWebhook({ id, body: "/security" });
      Object.assign(payload, {
        repository: { id: repo_id, full_name: repo },
        issue: { number: pr_number, pull_request: {} },
      });
      Object.assign(payload.comment ?? {}, { created_at });
      const delivery_id = `delivery-${id}`;
      const envelope = anEnvelopeOf("", {
        ...{ comment_id: id, repo, repo_id, pr_number, delivery_id },
        payload_ref: { kind: "inline", payload },
      });
      asked.set(envelope.intent_key, command);
      await dispatchEvent(envelope, { ...common, workflow });
    },
    settle,
    /** Waits until every execution has ended. */
    async finish(): Promise<void> {
      await Promise.all([...workflow.executions.values()].map(({ finished }) => finished));
    },
    /** A minute passes, and the sweeper runs. */
    async sweepOnce(): Promise<void> {
      clock.advance(60_000);
      indexed = ports.jobs.all();
      await sweeper({}, { getRemainingTimeInMillis: () => 50_000 } as Context);
      await settle();
    },
    /** Runs the sweeper every minute until every job has finished, at most that often. Returns how often. */
    async sweepUntilDone(atMost: number): Promise<number> {
      const isDone = () => ports.jobs.all().every(({ state }) => isTerminal(state));
      let sweeps = 0;
      for (await settle(); !isDone() && sweeps < atMost; sweeps += 1) {
        await this.sweepOnce();
      }
      return sweeps;
    },
    async stop(): Promise<void> {
      for (const execution of workflow.executions.values()) execution.stop();
      released.resolve();
      await settle();
    },
  };
}

/** The same ports for a process that ends at its n-th call: before an even one has an effect, after an odd one. */
function dieAt(n: number | null, { lanes, tokens }: { lanes: LaneStore; tokens: TaskTokens }) {
  let calls = 0;
  const dying = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
        return async (...args: unknown[]) => {
          calls += 1;
          if (n !== null && (calls > n || (calls === n && n % 2 === 0))) throw new Crash();
          const result = await method.apply(target, args);
          if (calls === n) throw new Crash();
          return result;
        };
      },
    });
  return { lanes: dying(lanes), tokens: dying(tokens) };
}

/** GitHub knows every repository by its ID. */
function pullRequestOf(
  reader: ReturnType<typeof createDispatcherPorts>["reader"],
): typeof reader.pullRequest {
  return async ({ repo, repo_id }) => ({ ...reader.repository.pull, repo, repo_id });
}
