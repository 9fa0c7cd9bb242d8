/** The result of one check. A warning breaks nothing. A skipped check is not possible from here. */
export interface Finding {
  check: string;
  level: "ok" | "warning" | "failed" | "skipped";
  /** Never a secret. */
  detail: string;
  advice?: string;
}

type CreateFinding = (check: string, detail: string, advice?: string) => Finding;

const findingOf =
  (level: Finding["level"]): CreateFinding =>
  (check, detail, advice) => ({ check, level, detail, ...(advice && { advice }) });

export const passed = findingOf("ok");
export const warning = findingOf("warning");
export const failed = findingOf("failed");
export const skipped = findingOf("skipped");
