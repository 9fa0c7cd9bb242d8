import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { compileGlob } from "../../../../core/routing/glob.ts";

describe("compileGlob", () => {
  const cases: [string, string[], string[]][] = [
    ["main", ["main"], ["mai", "mainx", "xmain", "Main"]],
    ["*.ts", ["a.ts", ".ts"], ["a/b.ts", "a.tsx"]],
    ["infra/**", ["infra/a", "infra/a/b", "infra/.x"], ["infra", "xinfra/a"]],
    [".github/**", [".github/workflows/x.yml"], ["github/x"]],
    ["**/Dockerfile", ["Dockerfile", "a/Dockerfile", "a/b/Dockerfile"], ["aDockerfile", "Dockerfile/a"]],
    ["a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["ab", "a/xb", "a/b/c"]],
    ["a/**/**/b", ["a/b", "a/x/b"], ["ab"]],
    ["**", ["", "a", "a/b"], []],
    ["*", ["", "a"], ["a/b"]],
    ["a**b", ["ab", "a/b", "axb"], ["a/bc"]],
    ["?", ["a", "😀"], ["", "/", "ab"]],
    ["release-?.x", ["release-1.x"], ["release-10.x", "release-1yx"]],
    ["octo-org/*", ["octo-org/a"], ["octo-org", "octo-orgx/a"]],
    ["a.b+(c)[d]{e}$", ["a.b+(c)[d]{e}$"], ["axb+(c)[d]{e}$", "a.b"]],
    ["aba*ba", ["ababa", "abaxba"], ["aba"]],
    ["", [""], ["a"]],
  ];
  test.each(cases)("%s", (pattern, matching, others) => {
    const matches = compileGlob(pattern);
    expect(matching.filter((text) => !matches(text))).toEqual([]);
    expect(others.filter(matches)).toEqual([]);
  });

  /** The same rules by backtracking: takes exponential time. */
  function naive(pattern: string, text: string, boundary = true): boolean {
    if (pattern === "") return text === "";
    if (boundary && pattern.startsWith("**/")) {
      const deeper = text.indexOf("/");
      if (naive(pattern.slice(3), text, true)) return true;
      return deeper >= 0 && naive(pattern, text.slice(deeper + 1), true);
    }
    if (pattern.startsWith("**")) {
      const rest = pattern.replace(/^\*+/, "");
      return Array.from({ length: text.length + 1 }, (_, at) => text.slice(at)).some((tail) =>
        naive(rest, tail, false),
      );
    }
    const [first, rest] = [pattern.charAt(0), pattern.slice(1)];
    if (first === "*") {
      const segment = text.indexOf("/") < 0 ? text.length : text.indexOf("/");
      return Array.from({ length: segment + 1 }, (_, at) => text.slice(at)).some((tail) =>
        naive(rest, tail, false),
      );
    }
    if (text === "") return false;
    const fits = first === "?" ? text.charAt(0) !== "/" : first === text.charAt(0);
    return fits && naive(rest, text.slice(1), first === "/");
  }

  test("matches the rules for any pattern and text", () => {
    const pattern = fc
      .array(fc.constantFrom("a", "b", "/", "*", "**", "**/", "?", "/**/"), { maxLength: 7 })
      .map((parts) => parts.join(""));
    const text = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 7 });
    fc.assert(
      fc.property(pattern, text, (glob, path) => {
        expect([glob, path, compileGlob(glob)(path)]).toEqual([glob, path, naive(glob, path)]);
      }),
      { numRuns: 3_000 },
    );
  });

  const hostile: [string, string][] = [
    ["*a".repeat(100), `${"a".repeat(99)}b`.repeat(40)],
    [`${"**/".repeat(80)}x`, `${"a/".repeat(2_000)}y/xx`],
    [`${"**a".repeat(80)}b`, `${"a".repeat(4_000)}cb`],
    [`${"*?".repeat(120)}/z`, `${"a".repeat(4_000)}z`],
    [`${"a/**/".repeat(50)}z`, `${"a/".repeat(2_000)}yz`],
  ];
  test.each(hostile)("%.20s… returns quickly", (pattern, text) => {
    // Backtracking would exceed the test's time limit by far.
    expect(compileGlob(pattern)(text)).toBe(false);
  });
});
