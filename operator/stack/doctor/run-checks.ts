import { describeFailure } from "../describe-failure.ts";
import type { Stack } from "../find-stack.ts";
import { type Finding, failed } from "../finding.ts";
import { checkSecrets } from "../secrets/check-secrets.ts";
import { checkBudgets } from "./check-budgets.ts";
import { checkCircuits, checkIntake, checkRollout } from "./check-controls.ts";
import { checkFailingDeliveries, checkStuckDeliveries } from "./check-deliveries.ts";
import { checkEndpoint } from "./check-endpoint.ts";
import { checkFunctions } from "./check-functions.ts";
import { checkEndedJobs, checkOpenJobs } from "./check-jobs.ts";
import { checkDeadLetters, checkQueue } from "./check-queues.ts";
import { checkAlarms, checkConcurrency, checkStack } from "./check-stack.ts";
import { checkSweep } from "./check-sweep.ts";

/**
 * Runs all checks concurrently. Returns their findings in the order of a webhook's way to its answer; a check that throws
 * has failed.
 */
export async function runChecks(stack: Stack, apiUrl: string): Promise<Finding[]> {
  const findings = await Promise.all(
    Object.entries(checksOf(apiUrl)).map(async ([name, check]) => {
      try {
        return await check(stack);
      } catch (error) {
        const { message, advice } = describeFailure(error);
        return [failed(name, message, advice)];
      }
    }),
  );
  return findings.flat();
}

/** The names are for checks that throw. */
function checksOf(apiUrl: string): Record<string, (stack: Stack) => Promise<Finding[]>> {
  return {
    stack: checkStack,
    concurrency: checkConcurrency,
    secrets: (stack) => checkSecrets(stack, apiUrl),
    endpoint: checkEndpoint,
    rollout: checkRollout,
    intake: checkIntake,
    "event queue": checkQueue,
    "dead letters": checkDeadLetters,
    "deliveries stuck": checkStuckDeliveries,
    "dispatch failing": checkFailingDeliveries,
    "jobs stuck": checkOpenJobs,
    "recent jobs": checkEndedJobs,
    circuits: checkCircuits,
    budgets: checkBudgets,
    sweep: checkSweep,
    functions: checkFunctions,
    alarms: checkAlarms,
  };
}
