import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { runCli } from "../unit/operator/cli/cli.ts";
import { until } from "./answers.ts";
import { type RunningStack, startStack } from "./start-stack.ts";

let stack: RunningStack;

beforeAll(async () => {
  stack = await startStack();
}, 90_000);

afterAll(() => stack.stop());

async function operate(...args: string[]) {
  const { code, stdout, stderr } = await runCli([...args, "--stage", "local"]);
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

/** Writes on the pull request as a person would, so that the laptop's GitHub delivers it. */
async function comment(body: string): Promise<void> {
  const response = await fetch(`${stack.githubUrl}/repos/octo-demo/payments/issues/7/comments`, {
    method: "POST",
    headers: { authorization: "token user:octavia", "content-type": "application/json" },
    body: JSON.stringify({ body }),
  });
  expect(response.status).toBe(201);
}

async function answered(employee: string): Promise<{ job_id: string }[]> {
  const args = ["--employee", employee, "--state", "NOTIFIED"];
  return JSON.parse(await operate("jobs", "--repo", "octo-demo/payments", "--pr", "7", ...args, "--json"))
    .jobs;
}

test("an operator looks at the laptop, pauses it and goes on, as with any other stage", async () => {
  await comment("/summary");
  const [job] = await until(
    () => answered("summary"),
    (jobs) => jobs.length === 1,
  );
  const story = await operate("job", job?.job_id ?? "");
  expect(story).toMatch(/^\S+ +\+.+ +NOTIFIED +publish-result +answered/m);
  expect(story).toMatch(/-r1 +SUCCEEDED/);
  expect(story).toContain(`${stack.githubUrl}/octo-demo/payments/pull/7#issuecomment-`);
  expect(await operate("secrets", "check")).toMatch(/^ok +webhook url +http:\/\/localhost/m);

  await operate("pause", "--reason", "to see it wait");
  await comment("/help");
  const listed = await until(
    () => operate("deliveries"),
    (text) => text.includes("ENQUEUED"),
  );
  expect(listed).toMatch(/ issue_comment\.created +octo-demo\/payments .* 202 +PROCESSED +dispatched/);
  expect(await operate("doctor")).toMatch(/^warn intake +Disabled, paused by operator:.*: to see it wait$/m);
  expect(await answered("help")).toEqual([]);

  await operate("resume", "--reason", "seen");
  await until(
    () => answered("help"),
    (jobs) => jobs.length === 1,
  );
  expect(await operate("doctor")).toMatch(/^ok +intake +Enabled$/m);
}, 150_000);
