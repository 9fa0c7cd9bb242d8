import { describe, expect, test } from "@jest/globals";
import { answerParts } from "../../../../core/answering/answer-parts.ts";
import { withFindings } from "../../../../core/answering/render-findings.ts";
import type { Finding } from "../../../../core/employees/runner.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { aJob } from "../../../fakes/records/job.ts";

const finding = (change: Partial<Finding> = {}): Finding => ({
  ...{ path: "src/a.ts", line: 3, severity: "low", title: "Unused name" },
  ...change,
});

async function posted(findings: Finding[], markdown = "Reviewed.") {
  const result = { outcome: "answered", markdown, findings, usage: null } as const;
  const ports = { reader: { appLogin: async () => "our-app" } };
  return (await answerParts(aJob(), anEmployee(), result, ports)).join("\n");
}

test("an answer without findings stays as it is", () => {
  expect(withFindings("Fine.", [])).toBe("Fine.");
});

test("lists findings after the answer, the most severe first, each with its place", () => {
  const findings = [
    finding(),
    finding({ path: "src/b.ts", line: 7, end_line: 9, severity: "high", title: "Leaks a token" }),
    finding({ path: "README.md", line: null, severity: "medium", title: "Outdated" }),
  ];

  expect(withFindings("Reviewed.\n", findings)).toBe(
    [
      "Reviewed.\n",
      "**Findings (3)**\n",
      "- `src/b.ts:7-9` **high**: Leaks a token",
      "- `README.md` **medium**: Outdated",
      "- `src/a.ts:3` **low**: Unused name",
    ].join("\n"),
  );
});

test("a path cannot end its code span", () => {
  expect(withFindings("", [finding({ path: "a` **b** `c" })])).toContain(
    "- `a' **b** 'c:3` **low**: Unused name",
  );
});

test("a body stays inside its item", () => {
  const text = withFindings("", [finding({ body: "Because:\n\n```ts\nlet a;\n```" }), finding()]);

  expect(text).toContain("Unused name\n\n  Because:\n\n  ```ts\n  let a;\n  ```\n\n- `src/a.ts:3`");
});

describe("nothing of a finding is active", () => {
  test.each([
    ["a path that ends its code", { path: "a` @octo/team `b" }],
    ["a title in Markdown", { title: "**[click](https://evil.example)** <b>x</b> # big" }],
    ["a title of two lines", { title: "one\n\n## two\n/security" }],
    ["a mention in a title", { title: "ask @octo-org/admins" }],
    ["a mention in a body", { body: "ask @octo-org/admins" }],
    ["an image", { title: "![x](https://evil.example/a.png)", body: "![x](https://evil.example/a.png)" }],
    ["a hidden marker", { body: "<!-- pr-automation job=1 part=1 -->" }],
    ["a command in a body", { body: "/security all" }],
    ["a script", { body: '<script src="https://evil.example"></script>' }],
  ])("%s", async (_, change) => {
    const text = (await posted([finding(change)])).replaceAll(/`[^`]*`/g, "");

    expect(text).not.toMatch(/(?<!<code>)@octo/);
    expect(text).not.toMatch(/(?<!\\)!\[|<!--|<script|^#+ |^\s*\/security/m);
    expect(text).not.toMatch(/\]\(https:\/\/evil\.example\)\*\*/);
  });

  test("a secret in a title is redacted", async () => {
    const token = `ghp_${"a".repeat(36)}`;

    expect(await posted([finding({ title: `found ${token}` })])).not.toContain(token);
  });
});
