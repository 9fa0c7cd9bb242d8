import type {
  ExplainedCommand,
  ExplainedJob,
  Explanation,
  JobFate,
  Step,
} from "../../../core/explain/explanation.ts";
import { jobsInShadow } from "../../../core/explain/explanation.ts";
import { displayText } from "./table.ts";

const signs: Record<Step["verdict"], string> = { yes: "yes ", no: "NO  ", note: "-   " };

const fates: Record<JobFate, string> = {
  starts: "starts",
  is_refused: "is refused; the pull request says why",
  stays_in_shadow: "stays in shadow: recorded, nothing posted",
  is_cancelled: "is cancelled",
  is_known: "already exists",
  is_left_out: "is not created",
};

/** Formats the decision, then every check in its order. */
export function explanationLines(explanation: Explanation): string[] {
  const { steps, commands } = explanation;
  return [decisionText(explanation), "", ...steps.map(stepLine), ...commands.flatMap(commandLines)];
}

function decisionText(explanation: Explanation): string {
  const { decision } = explanation;
  if (decision.kind !== "dispatched") return `The webhook is ${verbs[decision.kind]}: ${decision.reason}.`;
  const count = decision.job_ids.length;
  const shadow = jobsInShadow(explanation);
  const jobs = count === 1 ? "1 job" : `${count} jobs`;
  if (shadow === count) return `In shadow: ${jobs} recorded, nothing posted.`;
  return `The webhook is dispatched: ${jobs}${shadow > 0 ? `, ${shadow} of them in shadow` : ""}.`;
}

const verbs = { ignored: "ignored", failed: "given up", waits: "delayed" } as const;

const stepLine = ({ verdict, text }: Step): string => `${signs[verdict]} ${displayText(text)}`;

function commandLines({ name, line, steps, jobs }: ExplainedCommand): string[] {
  const inner = [...steps.map(stepLine), ...jobs.flatMap(jobLines)];
  return ["", `/${name} in line ${line}`, ...inner.map((text) => `  ${text}`)];
}

function jobLines({ job_id, fate, steps, held, known }: ExplainedJob): string[] {
  const shadow = known?.mode === "shadow" ? ", in shadow" : "";
  const holds = held
    ? [stepLine({ check: "held", verdict: "note", text: `The user has **${held}** permission.` })]
    : [];
  return [
    `job ${job_id} ${fates[fate]}${shadow}`,
    ...[...steps.map(stepLine), ...holds].map((text) => `  ${text}`),
  ];
}
