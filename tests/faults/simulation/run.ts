import type { Runner } from "../../../core/employees/runner.ts";
import { workOutside } from "../../fakes/employees/work-outside.ts";
import type { Call } from "./faults/calls.ts";
import type { Plan } from "./faults/fault.ts";
import { formatPlan, replayVariable } from "./faults/replay-line.ts";
import { formatBriefTrace } from "./faults/trace.ts";
import type { Broken } from "./functions/handlers.ts";
import { isIdle } from "./idle.ts";
import {
  endsAlone,
  noReactionLeft,
  noSecondPost,
  nothingInShadow,
  oneAnswer,
  publishesItsOwn,
  runsOnce,
  showsTextsOnTheWay,
} from "./invariants/answers.ts";
import { noEffectWithoutAuthority } from "./invariants/authority.ts";
import { budgetsAreKept } from "./invariants/budgets.ts";
import { callbacksAreClosed, resultsCount } from "./invariants/callbacks.ts";
import { checkRunsComplete } from "./invariants/check-runs.ts";
import { acceptedIsTerminal, jobsEnd, noDeadLetters, noFalseDuplicates } from "./invariants/deliveries.ts";
import { inOrder, noJobWaits, oneAtATime } from "./invariants/lanes.ts";
import { keepsPace, writesHaveTokens } from "./invariants/pace.ts";
import { everythingIsTraceable } from "./invariants/trail.ts";
import { noLateWrites, noneOvertaken } from "./invariants/writes.ts";
import { appHook } from "./outside/github.ts";
import { sweepEveryMs } from "./platform/settings.ts";
import { scenarioNamed } from "./scenarios/all.ts";
import { useVirtualTimers } from "./time/virtual-timers.ts";
import { createWorld, type World } from "./world.ts";

export interface RunResult {
  plan: Plan;
  /** The violated rules; empty if the run is correct. */
  violations: string[];
  calls: Call[];
}

const hour = 3_600_000;
const limitMs = 6 * hour;
/** Without random times, the first sweeps would find nothing, so they are skipped. */
const firstSweepMs = 122_000;

/** Runs a scenario with these faults until everything is idle, then checks the final state. */
export async function run(plan: Plan, broken: Broken = {}): Promise<RunResult> {
  const scenario = scenarioNamed(plan.scenario);
  const employee = scenario.employee?.() ?? content();
  const { settings, hookIds = [appHook], faults: ownFaults = [] } = scenario;
  const work = scenario.outside;
  const outside = work ? workOutside() : null;
  const world = createWorld({ ...settings, ...broken, hookIds, ownFaults, plan, employee, work });
  const useRealTimers = useVirtualTimers(world.scheduler);
  try {
    const idle = sweepEveryMinute(world);
    scenario.people(world);
    const ended = await world.scheduler.run(idle, limitMs);
    const violations = [
      ...(ended ? [] : ["It does not become idle"]),
      ...noDeadLetters(world),
      ...acceptedIsTerminal(world),
      ...noFalseDuplicates(world),
      ...jobsEnd(world, scenario),
      ...oneAnswer(world, scenario),
      ...nothingInShadow(world),
      ...noReactionLeft(world),
      ...showsTextsOnTheWay(world, scenario),
      ...noSecondPost(world),
      ...endsAlone(world),
      ...checkRunsComplete(world),
      ...runsOnce(world),
      ...resultsCount(world),
      ...callbacksAreClosed(world),
      ...publishesItsOwn(world),
      ...noLateWrites(world),
      ...noneOvertaken(world, scenario),
      ...noEffectWithoutAuthority(world),
      ...oneAtATime(world),
      ...inOrder(world),
      ...noJobWaits(world),
      ...budgetsAreKept(world),
      ...keepsPace(world),
      ...writesHaveTokens(world, scenario),
      ...(await everythingIsTraceable(world, scenario)),
    ];
    return { plan, violations, calls: world.calls.made };
  } finally {
    world.lambda.stop();
    useRealTimers();
    outside?.stop();
  }
}

/** Everything that a developer needs to investigate a run with violations. */
export function report({ plan, violations, calls }: RunResult): string {
  const replay = `${replayVariable}='${formatPlan(plan)}' npm run jest -- simulation-replay`;
  return [...violations, "", replay, "", formatBriefTrace(calls)].join("\n");
}

function content(): Runner {
  return async () => ({ outcome: "answered", markdown: "Nothing to worry about.", usage: null });
}

/**
 * Starts the sweeper's schedule. Returns a function that tells whether nothing is left to do, as a sweep
 * confirms.
 */
function sweepEveryMinute(world: World): () => boolean {
  const { scheduler, lambda, random, plan, queue } = world;
  let idle = false;
  async function sweep(): Promise<void> {
    scheduler.after(sweepEveryMs, () => void sweep(), true);
    await lambda.invoke("schedule", "sweepDeliveries", {});
    idle = await isIdle(world);
  }
  const first = plan.seed === 0 ? firstSweepMs : random.below(sweepEveryMs);
  scheduler.after(first, () => void sweep(), true);
  return () => idle || queue.deadLetters.length > 0;
}
