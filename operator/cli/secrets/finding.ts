/** One thing that was looked at. A warning is worth knowing and stops nothing. */
export interface Finding {
  check: string;
  level: "ok" | "warning" | "failed";
  /** Never a secret. */
  detail: string;
}

export const good = (check: string, detail: string): Finding => ({ check, level: "ok", detail });
export const doubtful = (check: string, detail: string): Finding => ({ check, level: "warning", detail });
export const bad = (check: string, detail: string): Finding => ({ check, level: "failed", detail });
