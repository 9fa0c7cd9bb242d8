import { createRolloutTable } from "../../../adapters/dynamodb/rollout-table.ts";
import { knownCircuits, readCircuits } from "../circuits.ts";
import type { Stack } from "../find-stack.ts";
import { type Finding, failed, passed, warning } from "../finding.ts";
import { timeWithAge } from "../format.ts";
import { findIntake, lastPause, pausedBy } from "../intake.ts";
import { createOperationLog } from "../operation-log.ts";
import { deployedRollout, stageModeOf } from "../rollout/deployed-rollout.ts";
import { describePolicy } from "../rollout/describe-rollout.ts";

/** Checks whether accepted webhooks are dispatched, and shows who paused the intake if not. */
export async function checkIntake(stack: Stack): Promise<Finding[]> {
  const intake = await findIntake(stack);
  const state = await intake.state();
  if (state === "Enabled") return [passed("intake", state)];
  const pause = await lastPause(createOperationLog(stack.output("IdempotencyTableName")));
  const advice = "End the pause: resume. Queued webhooks are kept for four days.";
  if (pause) return [warning("intake", `${state}, paused ${pausedBy(pause, Date.now())}`, advice)];
  return [failed("intake", `${state}, but not by \`pause\``, advice)];
}

/** Shows what is live and why. A stage that starts in shadow posts no answers; that is not a fault. */
export async function checkRollout(stack: Stack): Promise<Finding[]> {
  const version = await createRolloutTable(stack.output("IdempotencyTableName")).current();
  const rules = describePolicy(version?.policy ?? (await deployedRollout(stack))).join("; ");
  if (version?.policy) return [passed("rollout", `version ${version.version}: ${rules}`)];
  const mode = stageModeOf(stack);
  const limit = mode === "active" ? "as deployed" : `the stage starts with rolloutMode: ${mode}`;
  return [passed("rollout", `${limit}: ${rules}`)];
}

/** Checks for circuits that are not closed. */
export async function checkCircuits(stack: Stack): Promise<Finding[]> {
  const circuits = await readCircuits(stack, await knownCircuits(stack));
  const open = circuits.filter(({ state }) => state !== "closed");
  if (open.length === 0) return [passed("circuits", "all closed")];
  return open.map(({ provider, key, state, until, reason }) => {
    const detail = `${provider} ${key} is ${state} until ${timeWithAge(until, Date.now())}: ${reason}`;
    return warning("circuits", detail, "Its jobs wait. It closes by itself, or by circuit close.");
  });
}
