import { describe, expect, test } from "@jest/globals";

interface Completion {
  from: number;
  to: number;
  choices: { insert: string; label: string }[];
}

const page = new URL("../../../../local/github/page/completion.js", import.meta.url);
const { completionAt } = (await import(page.href)) as {
  completionAt(text: string, caret: number, known: unknown): Completion | null;
};

const command = (names: string[], choices: Record<string, string[]> = {}) => ({
  ...{ names, title: names[0], description: "Does it.", permission: "write" },
  arguments: Object.entries(choices).map(([name, values]) => ({ name, description: "", choices: values })),
});
const known = {
  app: "our-app",
  commands: [
    command(["security", "sec"], { focus: ["auth", "all", "crypto"], severity: ["high", "low"] }),
    command(["summary", "summarize"]),
    command(["help"]),
  ],
};

/** Completes at the mark `|`; returns the text after the first choice, and the labels. */
function complete(marked: string) {
  const caret = marked.indexOf("|");
  const text = marked.replace("|", "");
  const found = completionAt(text, caret, known);
  if (!found) return null;
  const [first] = found.choices;
  const after = `${text.slice(0, found.from)}${first?.insert}|${text.slice(found.to)}`;
  return { after, labels: found.choices.map(({ label }) => label) };
}

describe("completes", () => {
  test.each([
    ["every command after a slash", "/|", "/help |", ["/help", "/security", "/summary"]],
    ["a command by its beginning", "/su|", "/summary |", ["/summary"]],
    ["a command by another name", "/sec|", "/security |", ["/security"]],
    ["a command by a part of its name", "/mar|", "/summary |", ["/summary"]],
    ["in a later line, before other text", "hello\n/he|\nbye", "hello\n/help |\nbye", ["/help"]],
    ["the App's mention", "@our|", "@our-app |", ["@our-app"]],
    ["a command after a mention", "@our-app su|", "@our-app summary |", ["summary"]],
    ["an argument", "/security |", "/security focus=|", ["focus=", "severity="]],
    ["an argument that is not there yet", "/sec focus=all |", "/sec focus=all severity=|", ["severity="]],
    ["the values of an argument", "/security focus=|", "/security focus=auth |", ["auth", "all", "crypto"]],
    ["a value by its beginning", "@our-app sec focus=c|", "@our-app sec focus=crypto |", ["crypto"]],
  ])("%s", (_what, marked, after, labels) => {
    expect(complete(marked)).toEqual({ after, labels });
  });
});

describe("completes nothing", () => {
  test.each([
    ["in other text", "see /su|"],
    ["after an indented slash", "  /su|"],
    ["for a path", "/su/|"],
    ["for an unknown command", "/deploy |"],
    ["for a command without arguments", "/help |"],
    ["for a word of the command's text", "/security of|"],
    ["for a complete command", "/help|"],
    ["after a mention of another user", "@octavia su|"],
    ["for another user's name", "@octa|"],
  ])("%s", (_what, marked) => {
    expect(complete(marked)).toBeNull();
  });
});
