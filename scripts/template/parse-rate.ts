const unitMs: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Returns the milliseconds of `rate(<number> <unit>)`; null for any other schedule expression. */
export function parseRate(expression: string): number | null {
  const [, number = "", unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression.trim()) ?? [];
  const milliseconds = Number(number) * (unitMs[unit] ?? 0);
  return milliseconds > 0 ? milliseconds : null;
}
