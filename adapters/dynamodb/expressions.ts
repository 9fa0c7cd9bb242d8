/** Builds `SET #a = :a, …` for every defined property. Names are escaped, so reserved words are allowed. */
export function assignments(change: Record<string, unknown>) {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  return {
    expression: `SET ${entries.map(([name]) => `#${name} = :${name}`).join(", ")}`,
    names: Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
    values: Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
  };
}

/** Builds `<name> IN (:any0, :any1, …)` for a list of values. */
export function equalsAny(name: string, values: readonly string[]) {
  const placeholders = values.map((value, index) => [`:any${index}`, value] as const);
  return {
    expression: `${name} IN (${placeholders.map(([placeholder]) => placeholder).join(", ")})`,
    values: Object.fromEntries(placeholders),
  };
}
