import type { ExplainedCommand, ExplainedJob, Explanation, Step } from "../../../core/explain/explanation.ts";
import { isVisible } from "../../../core/jobs/job-mode.ts";
import { decisionText, fateTexts } from "../../stack/explain/explanation-text.ts";
import { displayText } from "./table.ts";

const signs: Record<Step["verdict"], string> = { yes: "yes ", no: "NO  ", note: "-   " };

/** Formats the decision, then every check in its order. */
export function explanationLines(explanation: Explanation): string[] {
  const { steps, commands } = explanation;
  return [decisionText(explanation), "", ...steps.map(stepLine), ...commands.flatMap(commandLines)];
}

const stepLine = ({ verdict, text }: Step): string => `${signs[verdict]} ${displayText(text)}`;

function commandLines({ name, line, steps, jobs }: ExplainedCommand): string[] {
  const inner = [...steps.map(stepLine), ...jobs.flatMap(jobLines)];
  return ["", `/${name} in line ${line}`, ...inner.map((text) => `  ${text}`)];
}

function jobLines({ job_id, fate, steps, held, known }: ExplainedJob): string[] {
  const shadow = known && !isVisible(known) ? ", in shadow" : "";
  const holds = held
    ? [stepLine({ check: "held", verdict: "note", text: `The user has **${held}** permission.` })]
    : [];
  return [
    `job ${job_id} ${fateTexts[fate]}${shadow}`,
    ...[...steps.map(stepLine), ...holds].map((text) => `  ${text}`),
  ];
}
