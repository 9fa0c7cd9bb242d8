import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { roster } from "../../../core/generated/roster.ts";
import { aPolicy } from "../../fakes/records/policy.ts";
import { startTestService, type TestPullRequest, type TestService } from "../../fakes/test-service.ts";

const policy = aPolicy();
let service: TestService;
let pull: TestPullRequest;
let number = 700;

beforeAll(async () => {
  service = await startTestService({ policy, roster });
});

beforeEach(() => {
  number += 1;
  pull = service.pull(number);
  policy.rollout = { default: "active", canary_percentage: 0, rules: [] };
});

afterAll(() => service.stop());

async function ask(login: string, body: string): Promise<string> {
  await pull.comment(login, body);
  await service.settle();
  return (pull.answers().at(-1)?.body ?? "").replaceAll("\u00a0", " ");
}

test("/status lists the jobs of this pull request with their answers, and no text of users", async () => {
  await ask("octavia", "/security look at the secret plan");
  await ask("rita", "/docs");
  const answers = pull.answers().map(({ id }) => id);
  const status = await ask("rita", "/status");
  const rows = status.split("\n").filter((line) => line.startsWith("| › `/"));
  expect(rows.map((row) => row.split(" | "))).toEqual([
    [
      "| › `/docs`",
      "docs",
      "refused",
      "1",
      "rita",
      expect.any(String),
      `[comment](#issuecomment-${answers[1]}) |`,
    ],
    [
      ...["| › `/security`", "security", "answered", "1", "octavia", expect.any(String)],
      `[comment](#issuecomment-${answers[0]}) |`,
    ],
  ]);
  expect(status).toContain("### The last 2 jobs, none in progress");
  expect(status).not.toContain("secret plan");
});

test("/status lists neither itself nor jobs of another pull request", async () => {
  await ask("octavia", "/summary");
  pull = service.pull(number * 10);
  expect(await ask("octavia", "/status")).toContain(
    "No other command has been given on this pull request yet.",
  );
});

test("/status marks jobs in shadow", async () => {
  policy.rollout.rules = [{ when: { commands: ["security"] }, mode: "shadow" }];
  await ask("octavia", "/security");
  const status = await ask("octavia", "/status");
  expect(status).toContain("### 1 job, none in progress");
  expect(status).toContain("| in shadow: recorded, nothing posted |");
});
