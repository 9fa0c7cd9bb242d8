import { describe, expect, test } from "@jest/globals";
import { ownersOf } from "../../../../core/routing/owners-of.ts";

describe("patterns of CODEOWNERS", () => {
  const cases: [string, string[], string[]][] = [
    ["*", ["a", "a/b/c.js"], []],
    ["*.js", ["a.js", "x/y/a.js"], ["a.jsx"]],
    ["/build/logs/", ["build/logs/a", "build/logs/x/a"], ["x/build/logs/a", "build/logs"]],
    ["docs/*", ["docs/a.md"], ["docs/x/a.md", "x/docs/a.md"]],
    ["/*", ["a.md"], ["x/a.md"]],
    ["apps/", ["apps/a", "x/apps/y/a"], ["apps", "xapps/a"]],
    ["/docs/", ["docs/a"], ["x/docs/a"]],
    ["**/logs", ["logs/a", "build/logs/a", "logs"], ["build/xlogs"]],
    ["/apps/github", ["apps/github", "apps/github/x"], ["x/apps/github"]],
    ["src/**/test.ts", ["src/test.ts", "src/a/b/test.ts"], ["src/atest.ts"]],
    ["my\\ folder/a.md", ["my folder/a.md"], ["my"]],
    ["README", ["README", "x/README"], ["README.md"]],
  ];
  test.each(cases)("%s", (pattern, matching, others) => {
    const text = `${pattern} @owner`;
    expect(matching.filter((path) => ownersOf(text, [path]).length === 0)).toEqual([]);
    expect(others.filter((path) => ownersOf(text, [path]).length > 0)).toEqual([]);
  });
});

describe("ownersOf", () => {
  const text = [
    "# Owners",
    "*        @octo-org/all",
    "*.js     @js-owner #not-me @nor-me",
    "/infra/  @Ops ops@example.com\r",
    "/infra/public/",
    "",
  ].join("\n");

  test("the last line that matches a file counts", () => {
    expect(ownersOf(text, ["a.txt"])).toEqual(["@octo-org/all"]);
    expect(ownersOf(text, ["a.js"])).toEqual(["@js-owner"]);
    expect(ownersOf(text, ["infra/a.js"])).toEqual(["@Ops", "ops@example.com"]);
  });

  test("a line without owners removes the owners", () => {
    expect(ownersOf(text, ["infra/public/a.js"])).toEqual([]);
  });

  test("returns each owner of all files once, sorted", () => {
    expect(ownersOf(text, ["b.js", "a.js", "c.txt"])).toEqual(["@js-owner", "@octo-org/all"]);
    expect(ownersOf("/a @Ops\n/b @ops", ["a", "b"])).toHaveLength(1);
  });

  test("skips what GitHub does not support", () => {
    expect(ownersOf("!a @x\n[ab] @x\n\\#a @x\n#a @x", ["a", "b", "#a", "!a"])).toEqual([]);
    expect(ownersOf("", ["a"])).toEqual([]);
    expect(ownersOf("* @x", [])).toEqual([]);
  });

  test("is fast for a long file and a large pull request", () => {
    const long = Array.from({ length: 1_000 }, (_, index) => `/packages/p${index}/ @p${index}`).join("\n");
    const paths = Array.from(
      { length: 3_000 },
      (_, index) => `packages/p${index % 1_000}/src/file${index}.ts`,
    );
    expect(ownersOf(`* @all\n${long}`, paths)).toHaveLength(1_000);
  });
});
