import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { escapeCommands } from "../../../core/answering/escape-commands.ts";
import { redactSecrets } from "../../../core/answering/redact.ts";
import { splitAnswer } from "../../../core/answering/split-answer.ts";
import { parseComment, readComment } from "../../../core/commands/parse-comment.ts";
import { nearMisses } from "../../../core/explain/near-misses.ts";
import { sanitizeAnswer, visibleText } from "../../../core/markdown/sanitize.ts";
import { type StepCounter, startStepCounter } from "../steps/step-counter.ts";
import { hostileTexts } from "./hostile-texts.ts";

let steps: StepCounter;

beforeAll(async () => {
  const counted = [
    "/core/commands/",
    "/core/markdown/",
    "/core/answering/",
    "/core/explain/",
    "/markdown-it/",
  ];
  steps = await startStepCounter((url) => counted.some((part) => url.includes(part)));
});

afterAll(() => steps.stop());

/** Finds commands of both forms. */
const parse = (text: string) => parseComment(text, "a[bot]");

/** Four times the text may take six times the steps: nesting, which is limited to 100, adds up to half. */
async function expectLinear(
  build: (size: number) => string,
  size: number,
  work: (text: string) => unknown = parse,
): Promise<void> {
  const few = await steps.of(() => work(build(size)));
  const many = await steps.of(() => work(build(size * 4)));
  expect(many).toBeLessThan(6 * few + 2_000);
}

test("counts the steps of the command grammar and of its Markdown reader", async () => {
  expect(await steps.of(() => parseComment("\n".repeat(1_000)))).toBeGreaterThan(12_000);
});

describe("the steps of parsing are linear in the length of the text:", () => {
  test.each(hostileTexts)("%s", (_what, build) => expectLinear(build, 4_096));

  test("for any start, any repeated middle and any end", async () => {
    const piece = fc.constantFrom(
      ...[
        "> ",
        ">",
        "- ",
        "1. ",
        "```",
        "~~~",
        "    ",
        "\t",
        "x",
        "# ",
        "---",
        "=",
        "* ",
        "<!--",
        "-->",
        "<b>",
        "<code>",
        "<a b='",
        "`",
        "``x",
        "[",
        "](",
        "![",
        "[^1]:",
        "*",
        "~~",
        "$",
        "|",
        "-|-",
        "<?",
        "On 1.1.20 ",
        "From: ",
      ],
      ...[
        "\n",
        "\r\n",
        "\n\n",
        "/a ",
        "/a\n",
        "@a b\n",
        "@a",
        "[bot]",
        '"',
        "\\",
        "k=",
        "\u00a0",
        "\u{1f600}",
        "\ud800",
      ],
    );
    const text = (maxLength: number) =>
      fc.array(piece, { minLength: 1, maxLength }).map((pieces) => pieces.join(""));
    await fc.assert(
      fc.asyncProperty(text(4), text(6), text(4), (begin, unit, end) =>
        expectLinear((size) => begin + unit.repeat(size / unit.length) + end, 4_096),
      ),
      { numRuns: 30 },
    );
  });
});

describe("the steps of escapeCommands are linear in the length of the text:", () => {
  test.each(hostileTexts)("%s", (_what, build) =>
    expectLinear(build, 2_048, (text) => escapeCommands(text, "a[bot]")),
  );
});

describe("the steps of sanitizeAnswer are linear in the length of the text:", () => {
  test.each(hostileTexts)("%s", (_what, build) => expectLinear(build, 2_048, sanitizeAnswer));
});

describe("the steps of sanitizing are linear in the length of a repeated text:", () => {
  test.each(["`", "<", "\\", "<!--", "![", "@a", "&#0", "<a ", "](", "- ```\n", "```\n", "<code>@"])(
    "%j",
    (seed) => expectLinear(repeated(seed), 4_096, (text) => [sanitizeAnswer(text), visibleText(text)]),
  );
});

describe("the steps of redactSecrets are linear in the length of the text:", () => {
  test.each([
    "eyJ",
    "eyJaaaaaaaaaa.",
    "-----BEGIN PRIVATE KEY-----",
    "://a:",
    "sk-ant-",
    "secret_key = ",
    "\\n",
  ])("%j", (seed) => expectLinear(repeated(seed), seed.startsWith("-----") ? 16_384 : 2_048, redactSecrets));
});

describe("splitAnswer reads the rest of the text a limited number of times for each part:", () => {
  test.each(["a line of text\n", "x"])("%j", async (seed) => {
    const [size, limit] = [262_144, 16_384];
    const taken = await steps.of(() => splitAnswer(repeated(seed)(size), limit));
    expect(taken).toBeLessThan(24 * size * (size / limit));
  });
});

test.each(["(/security-", "@a", "@a ", "@a[bot] \n", "@a b", "@", " "])(
  "the steps of nearMisses and of mentions are linear in the length of a repeated %j",
  (seed) =>
    expectLinear(repeated(seed), 16_384, async (text) =>
      nearMisses(await readComment(text, { appLogin: async () => "a[bot]" }, true), ["security"]),
    ),
);

const repeated = (seed: string) => (size: number) => seed.repeat(size / seed.length);
