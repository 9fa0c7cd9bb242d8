type Token = { kind: "literal"; text: string } | { kind: "one" | "segment" | "directories" | "everything" };

/** Returns whether a text matches the compiled pattern. */
export type Glob = (text: string) => boolean;

function tokens(pattern: string): Token[] {
  const parts = pattern.match(/(?<=^|\/)(?:\*\*\/)+|\*\*+|\*|\?|[^*?]/gsu) ?? [];
  return parts.map((part) => {
    if (part.startsWith("**") && part.endsWith("/")) return { kind: "directories" };
    if (part.startsWith("**")) return { kind: "everything" };
    if (part === "*") return { kind: "segment" };
    return part === "?" ? { kind: "one" } : { kind: "literal", text: part };
  });
}

/**
 * Compiles a glob. `*` and `?` match within a directory, `**` across directories; `**` and a slash match any number of
 * directories, including none. Escapes, braces, character ranges and negations are not supported.
 */
export function compileGlob(pattern: string): Glob {
  const program = tokens(pattern);
  const prefix = /^[^*?]*/.exec(pattern)?.[0] ?? "";
  const suffix = pattern.slice(Math.max(pattern.lastIndexOf("*"), pattern.lastIndexOf("?")) + 1);
  const rest = suffix.startsWith("/") ? suffix.slice(1) : suffix;

  // Follows all positions in the pattern at once instead of backtracking: the time is at most proportional to the length
  // of the pattern times the length of the text.
  function enter(places: Set<number>, place: number): void {
    for (let at = place; ; at += 1) {
      places.add(at);
      const kind = program[at]?.kind;
      if (kind === undefined || kind === "literal" || kind === "one") return;
    }
  }

  function step(places: ReadonlySet<number>, character: string): Set<number> {
    const next = new Set<number>();
    for (const place of places) {
      const token = program[place];
      if (token === undefined) continue;
      if (token.kind === "literal" || token.kind === "one") {
        const fits = token.kind === "literal" ? token.text === character : character !== "/";
        if (fits) enter(next, place + 1);
      } else if (token.kind === "everything" || (token.kind === "segment" && character !== "/")) {
        enter(next, place);
      } else if (token.kind === "directories") {
        next.add(place);
        if (character === "/") enter(next, place + 1);
      }
    }
    return next;
  }

  return (text) => {
    if (!text.startsWith(prefix) || !text.endsWith(rest)) return false;
    let places = new Set<number>();
    enter(places, 0);
    for (const character of text) {
      places = step(places, character);
      if (places.size === 0) return false;
    }
    return places.has(program.length);
  };
}

/** Returns whether any pattern matches any text. */
export function anyMatches(patterns: readonly string[], texts: readonly string[]): boolean {
  return patterns.map(compileGlob).some((matches) => texts.some(matches));
}
