import { describeFailure } from "../describe-failure.ts";
import type { Stack } from "../find-stack.ts";
import { bad, type Finding } from "../finding.ts";
import { checkSecrets } from "../secrets/check-secrets.ts";
import { checkAlarms } from "./check-alarms.ts";
import { checkCircuits } from "./check-circuits.ts";
import { checkConcurrency } from "./check-concurrency.ts";
import { checkDeliveries } from "./check-deliveries.ts";
import { checkEndpoint } from "./check-endpoint.ts";
import { checkFailing } from "./check-failing.ts";
import { checkIntake } from "./check-intake.ts";
import { checkEndedJobs, checkOpenJobs } from "./check-jobs.ts";
import { checkDeadLetters, checkQueue } from "./check-queues.ts";
import { checkRollout } from "./check-rollout.ts";
import { checkStack } from "./check-stack.ts";
import { checkSweep } from "./check-sweep.ts";

/** Looks at everything at once, and tells in the order of the road. What cannot be looked at has failed, and hides no other. */
export async function examine(stack: Stack, apiUrl: string): Promise<Finding[]> {
  const findings = await Promise.all(
    Object.entries(checksOf(apiUrl)).map(async ([check, look]) => {
      try {
        return await look(stack);
      } catch (error) {
        const { message, advice } = describeFailure(error);
        return [bad(check, message, advice)];
      }
    }),
  );
  return findings.flat();
}

/** From GitHub to the answer; named for the case that one cannot be made at all. */
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
    "deliveries stuck": checkDeliveries,
    "dispatch failing": checkFailing,
    "jobs stuck": checkOpenJobs,
    "recent jobs": checkEndedJobs,
    circuits: checkCircuits,
    sweep: checkSweep,
    alarms: checkAlarms,
  };
}
