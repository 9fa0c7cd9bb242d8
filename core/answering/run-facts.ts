import { countText, dollarText } from "../budgets/money.ts";
import type { Coverage } from "../employees/runner.ts";
import type { JobCost } from "../jobs/job-cost.ts";

/**
 * Returns what the footer of an answer says about the work: the model, the cost, and how much was reviewed. Depends only
 * on the record and the result, because comments are compared with them.
 */
export function runFacts(cost: JobCost | undefined, coverage: Coverage | null | undefined): string[] {
  return [...(cost ? spending(cost) : []), ...(coverage ? reviewed(coverage) : [])];
}

/** A model without a price is shown in tokens. An answer that needed no request, such as one about a missing key, has none. */
function spending({ micros, input_tokens, output_tokens, model }: JobCost): string[] {
  const tokens = input_tokens + output_tokens;
  if (!micros && tokens === 0) return [];
  const amount = micros === null ? `${countText(tokens)} tokens` : dollarText(micros);
  return [...(model === null ? [] : [`\`${model}\``]), amount];
}

function reviewed({ files_reviewed, files_total }: Coverage): string[] {
  if (files_total === 0) return [];
  const files = files_total === 1 ? "file" : "files";
  return [
    `reviewed ${countText(Math.min(files_reviewed, files_total))} of ${countText(files_total)} ${files}`,
  ];
}
