import type {
  Decision,
  ExplainedCommand,
  ExplainedJob,
  Explanation,
  JobFate,
  Step,
} from "../../../functions/core/explain/explanation.ts";
import { shown } from "../output/table.ts";

const signs: Record<Step["verdict"], string> = { yes: "yes ", no: "NO  ", note: "-   " };

const fates: Record<JobFate, string> = {
  starts: "starts",
  is_refused: "is refused, and the pull request is told why",
  stays_in_shadow: "is recorded in shadow",
  is_cancelled: "is cancelled",
  is_known: "is known",
  is_left_out: "is left out",
};

/** What is decided, then each thing that was asked, in its order. */
export function explanationLines({ decision, steps, commands }: Explanation): string[] {
  return [decisionText(decision), "", ...steps.map(stepLine), ...commands.flatMap(commandLines)];
}

export function decisionText(decision: Decision): string {
  if (decision.kind !== "dispatched") return `It is ${verbs[decision.kind]}: ${decision.reason}.`;
  const count = decision.job_ids.length;
  return `It is dispatched: ${count === 1 ? "1 job" : `${count} jobs`}.`;
}

const verbs = { ignored: "ignored", failed: "given up", waits: "put off" } as const;

const stepLine = ({ verdict, text }: Step): string => `${signs[verdict]} ${shown(text)}`;

function commandLines({ name, line, steps, jobs }: ExplainedCommand): string[] {
  const inner = [...steps.map(stepLine), ...jobs.flatMap(jobLines)];
  return ["", `/${name} in line ${line}`, ...inner.map((text) => `  ${text}`)];
}

function jobLines({ job_id, fate, steps, held }: ExplainedJob): string[] {
  const holds = held
    ? [stepLine({ check: "held", verdict: "note", text: `The permission held there is **${held}**.` })]
    : [];
  return [`job ${job_id} ${fates[fate]}`, ...[...steps.map(stepLine), ...holds].map((text) => `  ${text}`)];
}
