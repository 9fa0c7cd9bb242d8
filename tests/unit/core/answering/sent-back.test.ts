import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { escapeCommands } from "../../../../core/answering/escape-commands.ts";
import {
  renderAnswer,
  renderCancelled,
  renderFailure,
  renderRefusal,
  renderWaiting,
  renderWorking,
} from "../../../../core/answering/render-answer.ts";
import { splitAnswer } from "../../../../core/answering/split-answer.ts";
import { okToRun } from "../../../../core/authority/approvals.ts";
import { statusTable } from "../../../../core/employees/status-table.ts";
import { explanationMarkdown } from "../../../../core/explain/explanation-markdown.ts";
import { roster } from "../../../../core/generated/roster.ts";
import { actionText } from "../../../../core/job-actions/action-text.ts";
import { sanitizeAnswer } from "../../../../core/markdown/sanitize.ts";
import { helpText } from "../../../../core/roster/help-text.ts";
import { asMailText, commandLines, wrapped } from "../../../fakes/markdown/as-mail.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { aJob } from "../../../fakes/records/job.ts";
import { pullRequestContext } from "../employees/records.ts";

const widths = Array.from({ length: 90 }, (_, index) => 12 + index);
const job = aJob({
  command: { name: "summary", text: "the tokens /cancel now @our-app cancel all", arguments: {} },
});

const app = "our-app[bot]";

/** Every command that a mail program could make of a comment, as its source, its text, and with broken lines. */
function commandsSentBack(comment: string): string[] {
  const text = asMailText(comment);
  return [comment, text, ...widths.map((width) => wrapped(text, width))].flatMap((sent) =>
    commandLines(sent, "our-app"),
  );
}

const answer = (markdown: string) =>
  splitAnswer(renderAnswer(job, anEmployee(), sanitizeAnswer(markdown), { appLogin: app }), 2_000);

describe("our texts contain no command when a mail program sends them back:", () => {
  const mention = "There is no command `@our-app sumary`. Did you mean `@our-app summary`?";
  const hint = "There is no command `/sumary`. Did you mean `/summary`? `/help` lists them all.";
  const aRow = { job_id: "x-security", employee: "security", command: "security", sender: "octavia" };
  const times = { created_at: "2026-11-01T10:00:00Z", updated_at: "2026-11-01T10:00:30Z" };
  const waiting = { provider: "anthropic", since: times.created_at, until: times.updated_at };
  const row = { ...aRow, ...times, outcome: null, attempt: 1, comment_id: 1, waiting: null };
  const jobs = [
    { ...row, state: "NOTIFIED" as const, outcome: "answered" as const },
    { ...row, state: "WORKER_RUNNING" as const, waiting },
  ];
  const step = {
    check: "near_miss",
    verdict: "note" as const,
    text: "Line 2 mentions `/summary` but is not a command.",
  };
  const explained = {
    source: { kind: "issue_comment" as const, id: 7 },
    author: "octavia",
    explanation: {
      decision: { kind: "dispatched" as const, job_ids: ["x"] },
      rollout: 0,
      steps: [step],
      commands: [{ name: "summary", line: 1, steps: [step], jobs: [] }],
    },
  };

  test.each([
    ["the acknowledgement", renderWorking(job, anEmployee())],
    ["the wait for a provider", renderWaiting(job, anEmployee(), waiting)],
    ["a refusal", renderRefusal(job, [{ code: "unknown_command", message: hint }])],
    ["a refusal of a mention", renderRefusal(job, [{ code: "unknown_command", message: mention }])],
    [
      "a refusal that begins with a mention",
      renderRefusal(job, [{ code: "x", message: "`@our-app summary` takes no words." }]),
    ],
    [
      "a refusal that begins with a command",
      renderRefusal(job, [{ code: "x", message: "`/summary` takes no words." }]),
    ],
    ["a failure", renderFailure(job, anEmployee(), "employee_timeout")],
    ["a cancellation", renderCancelled(job, { kind: "operator", name: "ops" })],
    ["the help", renderAnswer(job, anEmployee(), helpText(roster, [okToRun], "our-app"))],
    ["the status", renderAnswer(job, anEmployee(), statusTable(pullRequestContext({ jobs })))],
    ["an explanation", renderAnswer(job, anEmployee(), explanationMarkdown(explained))],
    ["an explanation of nothing", renderAnswer(job, anEmployee(), explanationMarkdown(null))],
    ["no job to cancel", renderAnswer(job, anEmployee(), actionText(undefined))],
  ])("%s", (_what, comment) => {
    expect(comment).toContain("/");
    expect(commandsSentBack(comment)).toEqual([]);
  });

  const pieces = [
    ...[
      "/cancel",
      "/cancel",
      "/cancel all ",
      "`/cancel`",
      "**/cancel**",
      "[/cancel](https://e.com)",
      "&#47;cancel",
    ],
    ...[
      "@our-app cancel ",
      "@our-app cancel",
      "`@our-app cancel`",
      "@our-app[bot] cancel all",
      "@",
      "our-app",
    ],
    ...["&#64;our-app cancel", "&commat;our-app ", "**@our-app** cancel", "cancel ", "@Our-App\u00a0cancel"],
    ...[
      "&sol;cancel ",
      "&#x2F;&#99;ancel",
      "text",
      "words ",
      " ",
      "\n",
      "\n",
      "\n\n",
      "- ",
      "1. ",
      "> ",
      "# ",
      "- [ ] ",
    ],
    ...[
      "| a | b |\n|---|---|\n| ",
      " | ",
      " |\n",
      "```\n",
      "~~~\n",
      "`",
      "``",
      "<br>",
      "<details>",
      "<summary>",
    ],
    ...[
      "</summary>",
      "</details>",
      "<b>",
      "</b>",
      "*",
      "_",
      "~~",
      "\\",
      "&nbsp;",
      "[^1]: ",
      "    ",
      "\t",
      "…",
      "!",
      "(",
      "[",
    ],
    ...[
      "\u200b",
      "\u2060",
      "\ufeff",
      "\u00a0",
      "<sub>",
      "<code>",
      "</code>",
      "<!-- x -->",
      "---\n",
      "/etc/passwd",
      "[x]: /u\n",
    ],
  ];
  const said = fc.array(fc.constantFrom(...pieces), { maxLength: 16 }).map((parts) => parts.join(""));

  test("any text of a model", () => {
    fc.assert(
      fc.property(said, (markdown) => {
        expect(answer(markdown).flatMap(commandsSentBack)).toEqual([]);
      }),
      { numRuns: 800 },
    );
  }, 120_000);

  test("a split code line contains no command", () => {
    const code = `\`\`\`\n${"/cancel ".repeat(2_000)}\n\`\`\``;
    expect(answer(code).flatMap((part) => commandLines(part, "our-app"))).toEqual([]);
  });

  test("code that mentions the App contains no command, and other code stays as it is", () => {
    const code =
      "```swift\n@State private var x\n  @our-app cancel\n@our-app[bot] cancel\n@our-app.cancel\n```";
    expect(escapeCommands(code, app)).toBe(
      "```swift\n@State private var x\n  ›\u00a0@our-app cancel\n›\u00a0@our-app[bot] cancel\n@our-app.cancel\n```",
    );
  });

  test("a second pass changes nothing", () => {
    fc.assert(
      fc.property(said, (markdown) => {
        const led = escapeCommands(markdown, app);
        expect(escapeCommands(led, app)).toBe(led);
      }),
    );
  });
});

test.each([
  ["/cancel", "›\u00a0/cancel"],
  ["`/cancel`, or `/stop`", "›\u00a0`/cancel`, or\u00a0`/stop`"],
  ["Use /cancel now", "Use\u00a0/cancel now"],
  ["@our-app cancel", "›\u00a0@our-app cancel"],
  ["| `@our-app a` | x |", "| ›\u00a0`@our-app a` | x |"],
  ["Write to a@example.com or @bob", "Write to a@example.com or\u00a0@bob"],
  ["<code>@our-app</code> cancel", "›\u00a0<code>@our-app</code> cancel"],
  ["5 @ 3", "5 @ 3"],
  ["| `/a` | **/b** |", "| ›\u00a0`/a` | ›\u00a0**/b** |"],
  ["- [ ] /a", "- [ ] ›\u00a0/a"],
  ["> 1. /a", "> 1. ›\u00a0/a"],
  ["## `/a` in line 3", "## ›\u00a0`/a` in line 3"],
  ["one<br>/a", "one<br>›\u00a0/a"],
  ["&#47;a", "›\u00a0&#47;a"],
  ["```\n/a b\n/usr/bin\n```", "```\n›\u00a0/a b\n/usr/bin\n```"],
  ["/usr/bin and src/a /b/c", "/usr/bin and src/a /b/c"],
  ["`rm -r /tmp`", "`rm -r /tmp`"],
  ["[x]: /url/x", "[x]: /url/x"],
  ["see [x](/url) and https://example.com/a", "see [x](/url) and https://example.com/a"],
  ["either/or", "either/or"],
])("%j becomes %j", (markdown, led) => {
  expect(escapeCommands(markdown)).toBe(led);
});
