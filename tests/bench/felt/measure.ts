import type { Runner } from "../../../core/employees/runner.ts";
import { undisturbed } from "../../faults/simulation/faults/fault.ts";
import { appHook } from "../../faults/simulation/outside/github.ts";
import { type FunctionName, functionNames } from "../../faults/simulation/platform/settings.ts";
import { createRandom } from "../../faults/simulation/time/random.ts";
import { useVirtualTimers } from "../../faults/simulation/time/virtual-timers.ts";
import { createWorld } from "../../faults/simulation/world.ts";
import { draw, type Service } from "./latencies.ts";
import { firstRequestsOf, requestsOf } from "./requests.ts";

/** One call on the way, in milliseconds since the comment. */
export interface TimedCall {
  /** The function that makes it, or that is invoked. */
  by: string;
  what: string;
  requests: readonly Service[];
  from: number;
  to: number;
}

export interface Felt {
  /** Milliseconds from the comment to the reaction that says that it was seen. */
  seen: number;
  /** Milliseconds from the comment to the answer. */
  answered: number;
  calls: TimedCall[];
}

export interface FeltOptions {
  command: string;
  /** Whether each function starts a new instance. */
  cold: boolean;
  /** Null: each request takes its median time. */
  seed: number | null;
}

const hour = 3_600_000;
const noteOfWork = /is working on|is waiting to work on/;

/** Gives a command in the simulation, whose requests take the times of the table, until its answer is shown. */
export async function measureFelt({ command, cold, seed }: FeltOptions): Promise<Felt> {
  const random = seed === null ? null : createRandom(seed + 1);
  const started = new Set<string>();
  const calls: TimedCall[] = [];
  let start = 0;

  let problem: unknown = null;

  /** The simulation takes any error of a call for a fault of the network. */
  function known(what: string): readonly Service[] {
    try {
      return requestsOf(what);
    } catch (error) {
      problem ??= error;
      return [];
    }
  }

  function timesOf(requests: readonly Service[]): number {
    return requests.reduce((sum, service) => sum + draw(service, random), 0);
  }

  function latencyOf(what: string): number {
    const name = functionNames.find((one) => what === `invoke ${one}`);
    const isFirst = cold && name !== undefined && !started.has(name);
    if (isFirst) started.add(name);
    const requests = [...known(what), ...(isFirst ? firstRequestsOf(name as FunctionName) : [])];
    const taken = timesOf(requests);
    const from = world.scheduler.now() - start;
    // The instance's name is in the record that was just made; a poll has none.
    const by = name ?? (what === "queue.poll" ? "queue" : (world.calls.made.at(-1)?.by.split("/")[0] ?? ""));
    calls.push({ by, what, requests, from, to: from + Math.round(taken) });
    return taken;
  }

  const world = createWorld({
    ...{ plan: undisturbed("felt"), employee: answering, hookIds: [appHook], ownFaults: [], latencyOf },
  });
  const useRealTimers = useVirtualTimers(world.scheduler);
  try {
    start = world.scheduler.now();
    const felt = { seen: 0, answered: 0 };
    const sinceComment = () => world.scheduler.now() - start;
    const { comments } = world.github.writer;
    world.when(
      () => world.calls.made.some(({ what }) => what === "writer.react"),
      () => {
        felt.seen = sinceComment();
      },
    );
    world.when(
      () => comments.some(({ ours, body }) => ours && !noteOfWork.test(body)),
      () => {
        felt.answered = sinceComment();
      },
    );
    const delivery = Math.round(draw("github", random));
    calls.push({ by: "GitHub", what: "webhook", requests: ["github"], from: 0, to: delivery });
    world.scheduler.after(delivery, () => world.write({ body: command }));
    const ended = await world.scheduler.run(() => felt.answered > 0 && felt.seen > 0, hour);
    if (problem) throw problem;
    if (!ended) throw new Error(`${command} got no answer in the simulation`);
    return { ...felt, calls };
  } finally {
    world.lambda.stop();
    useRealTimers();
  }
}

const answering: Runner = async () => ({ outcome: "answered", markdown: "Fine.", usage: null });
