/** One thing that was looked at. A warning is worth knowing and stops nothing; what is skipped cannot be seen from here. */
export interface Finding {
  check: string;
  level: "ok" | "warning" | "failed" | "skipped";
  /** Never a secret. */
  detail: string;
  /** What to do about it. */
  advice?: string;
}

type Made = (check: string, detail: string, advice?: string) => Finding;

const made =
  (level: Finding["level"]): Made =>
  (check, detail, advice) => ({ check, level, detail, ...(advice && { advice }) });

export const good = made("ok");
export const doubtful = made("warning");
export const bad = made("failed");
export const skipped = made("skipped");
