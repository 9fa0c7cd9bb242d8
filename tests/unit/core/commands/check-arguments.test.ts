import { describe, expect, test } from "@jest/globals";
import { type ArgumentValidator, checkArguments } from "../../../../core/commands/check-arguments.ts";
import { type ParsedCommand, parseComment } from "../../../../core/commands/parse-comment.ts";
import { createArgumentAjv } from "../../../../scripts/generate/argument-schemas.ts";

const schema = {
  type: "object",
  additionalProperties: false,
  required: ["focus"],
  properties: {
    focus: { enum: ["auth", "input"] },
    depth: { type: "integer", minimum: 1, maximum: 3, default: 1 },
    quick: { type: "boolean" },
  },
};
const withWords = {
  type: "object",
  additionalProperties: false,
  properties: { words: { type: "array", maxItems: 2, items: { type: "string" } } },
};

function command(line: string): ParsedCommand {
  const [parsed] = parseComment(line).commands;
  if (parsed === undefined) throw new Error(`no command: ${line}`);
  return parsed;
}

function check(line: string, using: Record<string, unknown> = schema, readsText = true) {
  return checkArguments(command(line), using, createArgumentAjv().compile(using), { readsText });
}

describe("checkArguments", () => {
  test("binds values with the types of the schema, fills in defaults and ignores words", () => {
    expect(check("/security focus=auth quick=true look here")).toEqual({
      arguments: { focus: "auth", quick: true, depth: 1 },
      problems: [],
    });
  });

  test("binds words where the schema has `words`", () => {
    expect(check('/run one "two three"', withWords).arguments).toEqual({ words: ["one", "two three"] });
    expect(check("/run 1 2 3", withWords).problems).toHaveLength(1);
  });

  const wrong: [string, string[]][] = [
    ["/security", ["`focus` is missing: add it."]],
    ["/security focus=other", ["`focus` must be one of `auth`, `input`."]],
    ["/security focus=auth depth=many", ["`depth` must be of type integer."]],
    ["/security focus=auth depth=9", ["`depth` must be <= 3."]],
    ["/security focus=auth dept=1", ["`dept` is not a known argument: did you mean `depth`?"]],
    ["/security focus=auth xyz=1", ["`xyz` is not a known argument: use one of `focus`, `depth`, `quick`."]],
    [
      "/security focus=auth __proto__=1",
      ["`__proto__` is not a known argument: use one of `focus`, `depth`, `quick`."],
    ],
    ['/security focus="auth', ['In `/security`, a quote (") is not closed.']],
    ["/security focus=auth focus=input", ["In `/security`, `focus` is given twice."]],
  ];
  test.each(wrong)("%s", (line, problems) => {
    expect(check(line)).toEqual({ arguments: {}, problems });
  });

  test("reports all problems at once, up to a limit", () => {
    expect(check("/security focus=x depth=x").problems).toHaveLength(2);
    const few = Array.from({ length: 50 }, (_, index) => `k${index}=1`).join(" ");
    expect(check(`/security ${few}`).problems).toHaveLength(10);
    expect(check(`/security ${few} k50=1`).problems).toEqual(["At most 50 arguments are allowed."]);
  });

  test("counts only the words that it binds", () => {
    const words = Array.from({ length: 50 }, (_, index) => `w${index}`).join(" ");
    const open = { type: "object", properties: { words: { type: "array" } } };
    expect(check(`/run ${words}`, open).problems).toEqual([]);
    expect(check(`/run ${words} more`, open).problems).toEqual(["At most 50 arguments are allowed."]);
    expect(check(`/run ${words} k=1`, open).problems).toEqual(["At most 50 arguments are allowed."]);
    expect(check(`/security focus=auth ${words} more`).problems).toEqual([]);
  });

  test("reports the same problem once", () => {
    const either = {
      type: "object",
      properties: { n: { anyOf: [{ type: "integer" }, { type: "integer" }] } },
    };
    const { problems } = check("/x n=one", either);
    expect(problems).toContain("`n` must be of type integer.");
    expect(new Set(problems).size).toBe(problems.length);
  });

  test("never repeats a value that was given", () => {
    const { problems } = check('/security focus="@everyone <!-- -->" depth=@admin');
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toMatch(/@|<!--/);
  });

  describe("rejects what fits the schema but DynamoDB cannot store:", () => {
    const open = {
      type: "object",
      properties: {
        depth: { type: "integer" },
        rate: { type: "number" },
        words: { type: "array", items: { type: "number" } },
      },
    };
    const number = (name: string) => `\`${name}\` is a number that is too large or too small.`;
    const name = (given: string) => `\`${given}\` cannot be the name of an argument.`;
    const refused: [string, string][] = [
      ["/x depth=1e400", number("depth")],
      ["/x depth=-1e400", number("depth")],
      ["/x depth=9007199254740992", number("depth")],
      ["/x rate=-9007199254740992", number("rate")],
      ["/x rate=9e-131", number("rate")],
      ["/x rate=-9e-131", number("rate")],
      ["/x 1 1e400", number("words")],
      ["/x __proto__=1", name("__proto__")],
      ["/x constructor=1", name("constructor")],
      ["/x rate=1 toString=1 rest=2", name("toString")],
    ];
    test.each(refused)("%s", (line, problem) => {
      expect(check(line, open)).toEqual({ arguments: {}, problems: [problem] });
    });

    test("accepts the largest and smallest storable numbers, no arguments, and additional ones", () => {
      expect(check("/x depth=9007199254740991 rate=1e-130 7 8 other=1e400", open)).toEqual({
        arguments: { depth: 9007199254740991, rate: 1e-130, words: [7, 8], other: "1e400" },
        problems: [],
      });
      expect(check("/x depth=-9007199254740991 rate=-1e-130", open).problems).toEqual([]);
      expect(check("/x depth=0 rate=1e-400", open).arguments).toEqual({ depth: 0, rate: 0, words: [] });
    });
  });

  describe("words without an argument", () => {
    const severity = {
      type: "object",
      additionalProperties: false,
      properties: { severity: { enum: ["high", "low"] } },
    };

    test.each([
      ["--severity=high", { severity: "high" }],
      ["--severity=high look --closely at this", { severity: "high" }],
      ["why does it not use --force", {}],
      ["look here", {}],
      ["-- look here", {}],
    ])("%s: an employee that reads text gets them", (text, bound) => {
      expect(check(`/x ${text}`, severity)).toEqual({ arguments: bound, problems: [] });
    });

    test.each([
      ["--severity=extreme", "`severity` must be one of `high`, `low`."],
      ["--sevrity=high", "`sevrity` is not a known argument: did you mean `severity`?"],
      ["--severity high", "`--severity` is unknown: `/x` takes `severity=…`."],
      ["--verbose", "`--verbose` is unknown: `/x` takes `severity=…`."],
      ["-v", "`--v` is unknown: `/x` takes `severity=…`."],
    ])("%s is rejected with a list of what is allowed", (text, problem) => {
      expect(check(`/x ${text}`, severity).problems).toEqual([problem]);
      expect(check(`/x ${text}`, severity, false).problems).toEqual([problem]);
    });

    test("an employee that reads no text rejects them", () => {
      expect(check("/x everything", severity, false).problems).toEqual([
        "`/x` takes no words: use `severity=…`.",
      ]);
      expect(check("/x severity=low", severity, false).problems).toEqual([]);
      expect(check("/run one two", withWords, false).problems).toEqual([]);
      expect(check("/run --one", withWords, false).problems).toEqual([]);
      expect(check("/run one two three", withWords, false).problems).toEqual([
        "`words` must have no more than 2 entries.",
      ]);
    });

    test("without a schema, it accepts no words", () => {
      const alone = (line: string) =>
        checkArguments(command(line), null, null, { readsText: false }).problems;
      expect(alone("/summary")).toEqual([]);
      for (const text of ["everything", "--all", "depth=1", '"']) {
        expect(alone(`/summary ${text}`)).toEqual([
          "`/summary` takes no arguments: write it alone on its line.",
        ]);
      }
    });
  });

  test("without a schema or validator, everything is text for an employee that reads text", () => {
    const never: ArgumentValidator = () => false;
    const nothing = { arguments: {}, problems: [] };
    const free = command('/review why timeout=5 "fails');
    expect(checkArguments(free, null, never, { readsText: true })).toEqual(nothing);
    expect(checkArguments(free, schema, null, { readsText: true })).toEqual(nothing);
  });

  test.each([null, undefined, []])(
    "rejects arguments that the validator rejects without a reason (%j)",
    (errors) => {
      const mute: ArgumentValidator = () => false;
      if (errors !== undefined) mute.errors = errors;
      expect(checkArguments(command("/x focus=auth"), schema, mute, { readsText: true })).toEqual({
        arguments: {},
        problems: ["These arguments are not valid."],
      });
    },
  );
});
