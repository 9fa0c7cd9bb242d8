import { expect, test } from "@jest/globals";
import { explainComment } from "../../../../core/explain/explain-comment.ts";
import { explanationMarkdown } from "../../../../core/explain/explanation-markdown.ts";
import { sanitizeAnswer } from "../../../../core/markdown/sanitize.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../../fakes/dispatcher.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { aJob } from "../../../fakes/records/job.ts";

const hostile = [
  "/sumary @octo-org/admins <img src=x> <!-- pr-comment-automation job=1 -->",
  "/summary @everyone `` ``` | <script> ![x](https://evil.test/x.png)",
  "> /summary @octo-org/admins",
].join("\n\n");

async function explained(body: string, change: Partial<DispatcherPorts> = {}) {
  const ports = { ...createDispatcherPorts(), ...change };
  const schema = { type: "object", properties: {}, additionalProperties: false };
  ports.roster = ports.roster.map((one) =>
    one.name === "summary" ? anEmployee({ arguments: schema }) : one,
  );
  const errors = [{ instancePath: "", keyword: "type", params: { type: "object" } }];
  ports.argumentValidators.summary = Object.assign(() => false, { errors }) as never;
  ports.reader.repository.comments[9001] = { author: "octavia", body };
  const job = aJob({
    source: { ...aJob().source, id: 9002 },
    command: { name: "explain", text: "9001", arguments: {} },
  });
  return explanationMarkdown(await explainComment(job, ports));
}

test("it contains no untrusted text except command names", async () => {
  const markdown = await explained(hostile);
  expect(markdown).toContain("`/sumary` in line 1");
  for (const part of ["@", "<", "evil", "script", "admins", "![", "|"]) expect(markdown).not.toContain(part);
});

test("sanitizing it changes nothing", async () => {
  const markdown = await explained("/summary\n\n/review now");
  expect(sanitizeAnswer(markdown)).toBe(markdown);
  expect(markdown).toMatch(/^### It triggers 2 jobs\n\nThe \[comment\]\(#issuecomment-9001\) by octavia/);
});

test("the first line says whether all or some jobs are in shadow", async () => {
  const rules = [{ when: { commands: ["summary"] }, mode: "shadow" as const }];
  const policy = { default: "active" as const, canary_percentage: 0, rules };
  const rollout = async () => ({ policy, version: 3 });
  const whole = await explained("/summary", { rollout });
  expect(whole).toMatch(/^### In shadow: 1 job recorded, nothing posted\n/);
  expect(whole).toMatch(/\*\*summary\*\* stays in shadow: recorded, nothing posted \(job/);
  const part = await explained("/summary\n\n/review now", { rollout });
  expect(part).toMatch(/^### It triggers 2 jobs, 1 of them in shadow\n/);
});
