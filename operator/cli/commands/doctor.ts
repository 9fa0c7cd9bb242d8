import type { Command } from "commander";
import { type ApiUrlOptions, apiUrlOf, withApiUrl } from "../app/api-url.ts";
import { describeFailure } from "../describe-failure.ts";
import { checkAlarms } from "../doctor/check-alarms.ts";
import { checkCircuits } from "../doctor/check-circuits.ts";
import { checkDeliveries } from "../doctor/check-deliveries.ts";
import { checkEndpoint } from "../doctor/check-endpoint.ts";
import { checkIntake } from "../doctor/check-intake.ts";
import { checkEndedJobs, checkOpenJobs } from "../doctor/check-jobs.ts";
import { checkDeadLetters, checkQueue } from "../doctor/check-queues.ts";
import { checkStack } from "../doctor/check-stack.ts";
import { checkSweep } from "../doctor/check-sweep.ts";
import type { Io } from "../io.ts";
import { withExamples } from "../output/examples.ts";
import { report } from "../output/findings.ts";
import { checkSecrets } from "../secrets/check-secrets.ts";
import { bad, type Finding } from "../secrets/finding.ts";
import { findStack, type Stack } from "../stack/find-stack.ts";
import { type StackOptions, stackCommand } from "../stack/stack-command.ts";

interface Options extends StackOptions, ApiUrlOptions {
  json?: boolean;
}

export function addDoctor(group: Command, io: Io): void {
  const about = "Looks whether a stack is well, and says what to do where it is not";
  const command = stackCommand(group, "doctor", about);
  withApiUrl(command).option("--json", "prints the findings as JSON");
  withExamples(command, "doctor --stage prod").action((options: Options) => doctor(options, io));
}

/** In the order of the road, from GitHub to the answer; named for the case that one cannot be made at all. */
function checksOf(apiUrl: string): Record<string, (stack: Stack) => Promise<Finding[]>> {
  return {
    stack: checkStack,
    secrets: (stack) => checkSecrets(stack, apiUrl),
    endpoint: checkEndpoint,
    intake: checkIntake,
    "event queue": checkQueue,
    "dead letters": checkDeadLetters,
    "deliveries stuck": checkDeliveries,
    "jobs stuck": checkOpenJobs,
    "recent jobs": checkEndedJobs,
    circuits: checkCircuits,
    sweep: checkSweep,
    alarms: checkAlarms,
  };
}

async function doctor(options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const checks = Object.entries(checksOf(apiUrlOf(options, io, stack)));
  const findings = await Promise.all(
    checks.map(async ([check, look]) => {
      try {
        return await look(stack);
      } catch (error) {
        const { message, advice } = describeFailure(error);
        return [bad(check, message, advice)];
      }
    }),
  );
  const advice = "docs/operating.md says more of each.";
  report(findings.flat(), { stack: stack.name, json: options.json, advice }, io);
}
