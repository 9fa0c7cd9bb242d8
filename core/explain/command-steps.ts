import { okToRun } from "../authority/approvals.ts";
import type { DeliveryPlan } from "../dispatch/plan-delivery.ts";
import type { PlannedCommand } from "../dispatch/plan-jobs.ts";
import type { Employee } from "../roster/employee.ts";
import { commandNames } from "../roster/roster.ts";
import type { RolloutDecision } from "../routing/rollout-mode.ts";
import type { Step } from "./explanation.ts";

/** Returns the checks of one command: its rollout, its employee and the routing rules. */
export function commandSteps(
  { command: { name }, rollout, route, jobs }: PlannedCommand,
  plan: Pick<DeliveryPlan, "rollout" | "limit">,
  { roster }: { roster: Employee[] },
): Step[] {
  const mode: Step = {
    check: "rollout",
    verdict: rollout.mode === "active" ? "yes" : "no",
    text: rolloutText(rollout, plan),
  };
  if (rollout.mode === "off") return [mode];
  if (!commandNames(roster).includes(name)) {
    if (name === okToRun.name) {
      const text =
        jobs.length > 0
          ? "This approval is not valid."
          : "This is an approval: it is checked when a command is given, and starts no job.";
      return [mode, { check: "approval", verdict: jobs.length > 0 ? "no" : "note", text }];
    }
    const hint = jobs.flatMap(({ refusals }) => refusals.map(({ message }) => message));
    const text = hint.length > 0 ? hint.join(" ") : "No employee has this command or a similar one.";
    return [mode, { check: "unknown_command", verdict: "no", text }];
  }
  if (!route) return [mode];
  const routed = route.reasons.map((text, n, all): Step => {
    return { check: "route", verdict: n === all.length - 1 ? "yes" : "note", text };
  });
  return [mode, ...routed];
}

const does: Record<RolloutDecision["mode"], string> = {
  active: "is live",
  shadow: "is in shadow (recorded, nothing posted)",
  "shadow-run": "runs in shadow (its answer is kept, nothing posted)",
  off: "is switched off",
};

function rolloutText(
  { mode, rule, percentage }: RolloutDecision,
  { rollout: version, limit }: Pick<DeliveryPlan, "rollout" | "limit">,
): string {
  const by = rule === null ? "default" : `rule ${rule}`;
  const share = percentage === null ? "" : `, a canary of ${percentage} % of the requests`;
  const whose = version > 0 ? `version ${version} of the rollout` : "the deployed rollout";
  const why = limit
    ? ` This stage starts with \`rolloutMode: ${limit}\` until an operator changes the rollout.`
    : "";
  return `The command ${does[mode]}: ${by} of ${whose}${share}.${why}`;
}
