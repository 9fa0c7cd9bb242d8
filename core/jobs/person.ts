/** Somebody by whose word a job changed, as the `actor` of an event. */
export interface Person {
  /** `operator`: by the command line. `github`: by a comment. */
  kind: "operator" | "github";
  /** The operator's own name, or the login. */
  name: string;
}

/** Reads `operator:<name>` and `github:<login>`; null for a function. */
export function personOf(actor: string): Person | null {
  const [, kind, name = ""] = /^(operator|github):(.+)$/.exec(actor) ?? [];
  return kind === "operator" || kind === "github" ? { kind, name } : null;
}
