import { harmlessText } from "../../../core/answering/answer-parts.ts";
import type { PayloadStore } from "../../../core/deliveries/payload-store.ts";
import { readResult } from "../../../core/employees/read-result.ts";
import { isEmployeeResult } from "../../../core/generated/validators.mjs";
import type { Job } from "../../../core/jobs/job.ts";

/** The answer of a job whose employee ran in shadow. */
export interface KeptAnswer {
  /** Markdown as it would be posted, without the lines around it; null if it cannot be shown. Untrusted. */
  text: string | null;
  /** Why it cannot be shown; null if it can. */
  problem: string | null;
}

/** Returns the kept answer of a job; null if its employee did not run in shadow or has no result. */
export async function readKeptAnswer(
  { mode, result_ref }: Pick<Job, "mode" | "result_ref">,
  { payloads }: { payloads: Pick<PayloadStore, "find"> },
): Promise<KeptAnswer | null> {
  if (mode !== "shadow-run" || !result_ref) return null;
  try {
    const { result } = await readResult(result_ref.key, { payloads, isEmployeeResult }, result_ref);
    return { text: harmlessText(result), problem: null };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    return { text: null, problem: problems[code] ?? `it cannot be read (${code})` };
  }
}

const problems: Record<string, string> = {
  result_missing: "the payload bucket no longer has it",
  payload_altered: "it has changed since it was stored",
};
