import { describe, expect, test } from "@jest/globals";
import { parseComment } from "../../../../core/commands/parse-comment.ts";
import { nearMisses } from "../../../../core/explain/near-misses.ts";

const notShown =
  "it is not in a paragraph of the comment itself: it is in code, a quote, a list, a table, a heading or HTML, " +
  "or right below one without an empty line";
const misses = (body: string) => nearMisses(parseComment(body), ["security", "summary"]);

describe("a line that mentions a command without giving it", () => {
  test.each([
    ["  /security", "it is indented: a command starts at the first character of its line"],
    ["> /security", "it is in a quote"],
    ["```\n/security\n```", notShown],
    ["<!--\n/security\n-->", notShown],
    ["`x\n/security\n`", notShown],
    ["- x\n/security", notShown],
    ["-- \n/security", "it is below a mail separator or signature"],
    ["-----Original Message-----\n> /security", "it is below a mail separator or signature"],
    ["please /security this", "it does not start its line"],
    ["- /security", "it does not start its line"],
    ["`/security`", "it does not start its line"],
    ["/security: look", "its name is not followed by a space"],
  ])("%j", (body, why) => {
    expect(misses(body)).toEqual([{ name: "security", line: body.includes("\n") ? 2 : 1, why }]);
  });

  test("after the last command that is read", () => {
    const body = `${"/summary\n\n".repeat(10)}/security`;
    expect(misses(body)).toEqual([
      { name: "security", line: 21, why: "only the first 10 commands are read" },
    ]);
  });
});

describe("a line that mentions the App without giving a command", () => {
  test.each([
    ["hey @our-app security", "it does not start its line"],
    ["  @our-app[bot] security", "it is indented: a command starts at the first character of its line"],
    ["> @our-app security", "it is in a quote"],
    ["```\n@our-app security\n```", notShown],
    ["@our-app security: look", "its name is not followed by a space"],
    ["@our-app, security", "write `@our-app security`"],
    ["@our-app /security", "write `@our-app security`"],
    ["please @Our-App: Security!", "write `@our-app security`"],
    ["-- \n@our-app: security", "it is below a mail separator or signature"],
  ])("%j", (body, why) => {
    const parsed = parseComment(body, "our-app[bot]");
    const line = body.includes("\n") ? 2 : 1;
    expect(nearMisses(parsed, ["security"])).toEqual([{ name: "security", line, why }]);
  });

  test.each(["@our-app security", "@other security", "x@our-app security", "@our-app2 security"])(
    "ignores %s",
    (body) => {
      expect(nearMisses(parseComment(`hey\n\n${body}`, "our-app[bot]"), ["security"])).toEqual([]);
    },
  );
});

test.each([
  ["a command", "/security review"],
  ["a path", "see src/security/keys.ts and /security/keys.ts"],
  ["an unknown name", "> /deploy"],
  ["a longer name", "please /security-review"],
])("ignores %s", (_what, body) => {
  expect(misses(body)).toEqual([]);
});

test("returns at most five", () => {
  expect(misses("> /summary\n".repeat(100))).toHaveLength(5);
});
