import type { Runner } from "../../../core/employees/runner.ts";
import type { JobState } from "../../../core/jobs/job-state.ts";
import { gitHubLimits } from "../../fakes/pacing-ports.ts";
import { createCalls } from "./faults/calls.ts";
import type { Nature, OwnFault, Plan } from "./faults/fault.ts";
import { createEffectLog } from "./functions/effect-log.ts";
import { type Broken, createFunction, type Settings } from "./functions/handlers.ts";
import { portsOf } from "./functions/ports.ts";
import { watchContentWrites } from "./outside/content-writes.ts";
import { createOutsideEmployee, type OutsideWork } from "./outside/employee.ts";
import { createGitHub } from "./outside/github.ts";
import {
  closedEvent,
  commentAfter,
  commentEvent,
  commentId,
  rerunEvent,
  type Written,
} from "./outside/people.ts";
import { createProvider } from "./outside/provider.ts";
import { createStores } from "./outside/stores.ts";
import { readDefinition, withoutPacedStates } from "./platform/definition.ts";
import { pollOnce } from "./platform/event-source.ts";
import { createExecutions } from "./platform/executions.ts";
import { createInstance } from "./platform/instance.ts";
import { createLambda } from "./platform/lambda.ts";
import { createMessageQueue } from "./platform/message-queue.ts";
import { type FunctionName, queueSettings } from "./platform/settings.ts";
import { createWaitingTasks } from "./platform/waiting-tasks.ts";
import { createRandom } from "./time/random.ts";
import { createScheduler } from "./time/scheduler.ts";

export interface WorldOptions extends Settings, Broken {
  plan: Plan;
  employee: Runner;
  /** What the employee does that works outside, if there is one. */
  work?: OutsideWork | undefined;
  hookIds: readonly string[];
  ownFaults: readonly OwnFault[];
  /** Replaces the times that calls take, in milliseconds. */
  latencyOf?: (what: string) => number;
}

export type World = ReturnType<typeof createWorld>;

const current = readDefinition();
const earlier = withoutPacedStates(current);

/**
 * The whole service in memory, with its own time: the functions, the platform that runs them, and the
 * services that they call.
 */
export function createWorld(options: WorldOptions) {
  const { plan, employee, work, hookIds, ownFaults, latencyOf, ...settings } = options;
  const scheduler = createScheduler();
  const random = createRandom(plan.seed);
  const calls = createCalls({ plan, ownFaults, scheduler, random, latencyOf });
  const remembers = [...plan.faults, ...ownFaults].some(({ kind }) => kind === "stale");
  const stores = createStores(scheduler, remembers);
  const watchers: { isDue(): boolean; run(): void }[] = [];

  const lambda = createLambda({
    scheduler,
    calls,
    create,
    began: (instance, event) => effectLog.began(instance, event),
  });
  const waiting = createWaitingTasks();
  const { isBeforePacing = false } = settings;
  const definition = isBeforePacing ? earlier : current;
  const executions = createExecutions({ definition, scheduler, lambda, waiting, jitter: calls.jitter });
  const outside = createOutsideEmployee(scheduler, lambda, work ?? { heartbeats: [], results: [] });
  const queue = createMessageQueue({
    ...queueSettings,
    scheduler,
    onVisible: (milliseconds) =>
      void scheduler.after(milliseconds + calls.latency("queue.poll"), () => void poll(), true),
  });
  const github = createGitHub({
    ...{ hookIds, scheduler, lambda, remembers },
    recorded: ({ guid, hook_id }) => stores.deliveries.find({ delivery_id: guid, hook_id })?.status ?? null,
  });
  const contentWrites = watchContentWrites(github, scheduler.now);
  const provider = createProvider(scheduler);
  const effectLog = createEffectLog(scheduler, stores, github);
  const { reportsFailures = queueSettings.reportsFailures, paceLimits = gitHubLimits } = settings;
  const poll = () => pollOnce({ ...queueSettings, reportsFailures, queue, lambda });

  const everything = () => ({
    ...{ stores, queue, executions, waiting, github, employee, outside, provider, effectLog },
    ...{ paceLimits, isBeforePacing },
  });

  function create(name: FunctionName, number: number) {
    const skewMs = (plan.skews[name] ?? 0) * 1000;
    const instance = createInstance(`${name}/${number}`, skewMs, { scheduler, calls, perform });
    const ports = portsOf(instance, everything());
    return { instance, handler: createFunction(name, ports, settings) };
  }

  function perform<Result>(effect: () => Promise<Result>, clock: () => number, nature: Nature) {
    const result = stores.byClock(clock, effect);
    if (nature === "write") stores.changed();
    if (nature === "github-write" || nature === "post") github.changed();
    for (const watcher of watchers.filter(({ isDue }) => isDue())) {
      watchers.splice(watchers.indexOf(watcher), 1);
      watcher.run();
    }
    return result;
  }

  /** A user posts, edits or deletes a comment on the pull request, and GitHub delivers it to the webhook. */
  function write(written: Written): void {
    github.setComment(commentId(written), commentAfter(written));
    github.send(commentEvent(written));
  }

  /** A user closes the pull request, and GitHub delivers that to the webhook. */
  function close(guid: string): void {
    github.close();
    github.send(closedEvent(guid));
  }

  /** A user clicks on "Re-run" of the first completed check run. */
  function rerun(): void {
    const run = github.checks.runs.find(({ conclusion }) => conclusion !== null);
    if (run) github.send(rerunEvent(run));
  }

  /** Runs a command as an operator. */
  function operate(task: (ports: ReturnType<typeof portsOf>) => Promise<unknown>): void {
    const instance = createInstance("operator/1", 0, { scheduler, calls, perform });
    instance.thaw(() => {});
    const ports = portsOf(instance, everything());
    void task(ports).catch(() => null);
  }

  function when(isDue: () => boolean, run: () => void): void {
    watchers.push({ isDue, run });
  }

  return {
    write,
    close,
    rerun,
    operate,
    /** Delivers an event, without a change on the pull request. */
    deliver: (written: Written) => github.send(commentEvent(written)),
    ...{ plan, scheduler, random, calls, stores, lambda, executions, queue, github, provider, effectLog },
    ...{ outside, contentWrites, paceLimits, ownFaults },
    /** Runs something right after the first call that makes the condition true. */
    when,
    /** Runs something as soon as a job is in that state. */
    whenJob: (state: JobState, run: () => void) =>
      when(() => stores.allJobs().some((job) => job.state === state), run),
  };
}
