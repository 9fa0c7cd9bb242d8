import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { roster } from "../../../core/generated/roster.ts";
import { aPolicy } from "../../fakes/records/policy.ts";
import { startTestService, type TestPullRequest, type TestService } from "../../fakes/test-service.ts";

const policy = aPolicy();
let service: TestService;
let pull: TestPullRequest;
let number = 800;

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

test("/explain explains the last comment with a command, and finds its job", async () => {
  const { id } = await pull.comment("octavia", "/security look");
  await service.settle();
  const [job] = (await service.jobs()).filter(({ pr_number }) => pr_number === number);
  await ask("wendy", "Looks good to me.");
  await ask("wendy", "/status");
  const answer = await ask("rita", "/explain");
  expect(answer).toContain("### It triggers 1 job");
  expect(answer).toContain(`The [comment](#issuecomment-${id}) by octavia, evaluated as if posted now:`);
  expect(answer).toContain("- ✅ Found a command: `/security`.");
  expect(answer).toContain(`**security** exists already (job \`${job?.job_id}\`):`);
  expect(answer).toContain("its job is NOTIFIED, answered, attempt 1.");
});

test("/explain with a link explains a line that only looks like a command", async () => {
  const { id } = await pull.comment("octavia", "thanks\n\n> /security");
  await ask("octavia", "/summary");
  const link = `https://github.com/octo-demo/payments/pull/${number}#issuecomment-${id}`;
  const answer = await ask("octavia", `/explain ${link}`);
  expect(answer).toContain("### Nothing to run (`no_command`)");
  expect(answer).toContain("- ℹ️ Line 3 mentions `/security` but is not a command: it is in a quote.");
});

test("/explain says why a job would be refused, and changes nothing", async () => {
  policy.rollout.rules = [{ when: { commands: ["docs"] }, mode: "off" }];
  await pull.comment("rita", "/docs\n/summary");
  await service.settle();
  const before = await service.jobs();
  policy.rollout.rules = [];
  const answer = await ask("octavia", "/explain");
  expect(answer).toMatch(/\*\*docs\*\* is refused .*\n\n- ❌ `\/docs` needs \*\*write\*\* permission/);
  expect((await service.jobs()).slice(0, before.length)).toEqual(before);
});

test.each([
  ["/explain", "No comment before this one gives a command"],
  ["/explain 424242424242", "There is no such comment on this pull request"],
  ["/explain the above", "That is not the address of a comment"],
  ["/explain https://github.com/octo-demo/payments/pull/8#issuecomment-1", "on another pull request"],
])("%s says what is missing", async (body, said) => {
  expect(await ask("octavia", body)).toContain(said);
});

test("/explain reveals nothing about another pull request", async () => {
  const { id } = await pull.comment("octavia", "/summary");
  pull = service.pull(number * 10);
  expect(await ask("octavia", `/explain ${id}`)).toContain("There is no such comment on this pull request");
});
