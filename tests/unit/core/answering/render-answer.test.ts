import { describe, expect, test } from "@jest/globals";
import {
  renderAnswer,
  renderFailure,
  renderRefusal,
  renderWorking,
} from "../../../../core/answering/render-answer.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { aJob } from "../../../fakes/records/job.ts";

const employee = anEmployee();
const job = aJob();
const footer = "<sub>asked by octavia · job `abcdefghijklmnopqrstuvwxyz-summary`</sub>";

test("the status comment of a running job", () => {
  expect(renderWorking(job, employee)).toBe(
    `**Summary** is working on\u00a0\`/summary\` at \`5c1d7a0\`.\n\n${footer}`,
  );
});

test("the answer", () => {
  const answer = renderAnswer(job, employee, "\n\nAll good.\n");
  expect(answer).toBe(`**Summary** on\u00a0\`/summary\` at \`5c1d7a0\`:\n\nAll good.\n\n${footer}`);
});

test("the answer's footer shows what is known about the work", () => {
  const facts = ["`anthropic/claude`", "$0.12", "reviewed 12 of 14 files"];
  const answer = renderAnswer(aJob({ attempt: 2 }), employee, "All good.", { facts });
  expect(answer.split("\n").at(-1)).toBe(
    "<sub>asked by octavia · job `abcdefghijklmnopqrstuvwxyz-summary` · attempt 2 · `anthropic/claude` · $0.12 · " +
      "reviewed 12 of 14 files</sub>",
  );
});

test("a refusal has each reason once", () => {
  const refusals = [
    { code: "permission", message: "You may not." },
    { code: "head_moved", message: "It moved." },
  ];
  const text = renderRefusal(aJob({ head_sha: null }), refusals);
  expect(text).toBe(`›\u00a0\`/summary\` didn't run:\n\n- You may not.\n- It moved.\n\n${footer}`);
});

test.each([
  ["heartbeat_lost", "(`heartbeat_lost`): its run stopped reporting. Nothing else was changed."],
  ["employee_timeout", "(`employee_timeout`): it took longer than its `timeout_seconds`. Nothing else"],
])("the failure %s says what happened to the run", (code, sentence) => {
  expect(renderFailure(aJob(), employee, code)).toContain(sentence);
});

test("progress is one line of code, shortened and without secrets", () => {
  const token = `ghp_${"a1B2".repeat(9)}`;
  const text = `\u200bstep 1\n/security \`${token}\` ${"x".repeat(300)}`;
  const [, line = ""] = renderWorking(aJob(), employee, { text, at: "2026-11-23T09:14:05.000Z" }).split(
    "\n\n",
  );
  expect(line).toMatch(/^Progress at 2026-11-23 09:14 UTC: `step 1\u00a0\/security [^`\n]*x…`$/);
  expect(line).not.toContain(token);
  expect(line.length).toBeLessThan(250);
});

test("a failure has its code, and a later attempt its number", () => {
  const text = renderFailure(aJob({ attempt: 2 }), employee, "employee_timeout");
  expect(text).toContain("could not finish\u00a0`/summary` at `5c1d7a0` (`employee_timeout`)");
  expect(text).toContain("</sub>");
  expect(text).toContain("· attempt 2</sub>");
});

describe("the workflow run of a job", () => {
  const url = "https://github.com/octo-demo/payments/actions/runs/7";

  test("is linked while the job runs and when it failed", () => {
    const linked = aJob({ run: { attempt: 1, url } });
    expect(renderWorking(linked, employee)).toContain(`at \`5c1d7a0\` in [this workflow run](${url}).`);
    expect(renderFailure(linked, employee, "workflow_failure")).toContain(
      `: its workflow run ended without a result. [Its workflow run](${url}) has the details. Nothing else was changed.`,
    );
  });

  test("of an earlier attempt is not linked", () => {
    const later = aJob({ attempt: 2, run: { attempt: 1, url } });
    expect(renderWorking(later, employee)).not.toContain(url);
    expect(renderFailure(later, employee, "workflow_failure")).not.toContain(url);
  });
});

describe("case 20: the user's text is made harmless", () => {
  const typed = (text: string) => {
    const command = { name: "summary", text, arguments: {} };
    return renderWorking(aJob({ command }), employee).split("\n")[0] ?? "";
  };

  test.each([
    ["a code span", "`` ` code", "`/summary code`"],
    ["several lines", "a\n\n# b\r\n/security", "`/summary a # b\u00a0/security`"],
    ["a marker", "<!-- pr-comment-automation -->", "`/summary <!-- pr-comment-automation -->`"],
    ["a mention", "@everyone", "`/summary\u00a0@everyone`"],
  ])("%s stays inside one line of code", (_what, text, shown) => {
    expect(typed(text)).toBe(`**Summary** is working on\u00a0${shown} at \`5c1d7a0\`.`);
  });

  test("a long text is cut", () => {
    const [, shown = ""] = /`([^`]*)`/.exec(typed("x".repeat(5_000))) ?? [];
    expect(shown).toHaveLength(120);
    expect(shown.endsWith("…")).toBe(true);
  });
});
