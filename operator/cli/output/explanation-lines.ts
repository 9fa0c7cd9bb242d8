import {
  type ExplainedCommand,
  type ExplainedJob,
  type Explanation,
  type JobFate,
  jobsInShadow,
  type Step,
} from "../../../core/explain/explanation.ts";
import { jobsInShadow } from "../../../core/explain/jobs-in-shadow.ts";
import { shown } from "./table.ts";

const signs: Record<Step["verdict"], string> = { yes: "yes ", no: "NO  ", note: "-   " };

const fates: Record<JobFate, string> = {
  starts: "starts",
  is_refused: "is refused, and the pull request says why",
  stays_in_shadow: "stays in shadow: recorded, nothing posted",
  is_cancelled: "is cancelled",
  is_known: "is known",
  is_left_out: "is left out",
};

/** What is decided, then each thing that was asked, in its order. */
export function explanationLines(explanation: Explanation): string[] {
  const { steps, commands } = explanation;
  return [decisionText(explanation), "", ...steps.map(stepLine), ...commands.flatMap(commandLines)];
}

function decisionText(explanation: Explanation): string {
  const { decision } = explanation;
  if (decision.kind !== "dispatched") return `It is ${verbs[decision.kind]}: ${decision.reason}.`;
  const count = decision.job_ids.length;
  const shadow = jobsInShadow(explanation);
  const jobs = count === 1 ? "1 job" : `${count} jobs`;
  if (shadow === count) return `In shadow: ${jobs} recorded, nothing posted.`;
  return `It is dispatched: ${jobs}${shadow > 0 ? `, ${shadow} of them in shadow` : ""}.`;
}

const verbs = { ignored: "ignored", failed: "given up", waits: "postponed" } as const;

const stepLine = ({ verdict, text }: Step): string => `${signs[verdict]} ${shown(text)}`;

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
