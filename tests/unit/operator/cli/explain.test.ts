import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { documentClient } from "../../../../adapters/dynamodb/document-client.ts";
import { createRolloutTable } from "../../../../adapters/dynamodb/rollout-table.ts";
import { routing } from "../../../../core/generated/routing.ts";
import { findStack } from "../../../../operator/stack/find-stack.ts";
import { chosenRules } from "../../../../operator/stack/rules/chosen-rules.ts";
import { type OperatorStack, startOperatorStack } from "../../../fakes/operator-stack.ts";
import { anEnvelope } from "../../../fakes/records/envelope.ts";
import { aNewJob, aNote } from "../../../fakes/records/job.ts";
import { payments, startReceiver, startTestGitHub, type TestGitHub } from "../../local/github/support.ts";
import { removeProjects, writeProject } from "../../scripts/generate/project.ts";
import { command } from "./command.ts";

let directory: string;
let github: TestGitHub;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let stack: OperatorStack;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "explain-"));
  receiver = await startReceiver();
  github = await startTestGitHub({ webhookUrl: receiver.url });
  stack = await startOperatorStack({
    gitHubApiUrl: github.url,
    github: { app_id: github.appId, private_key: github.privateKey, webhook_secret: "s" },
  });
});

afterAll(async () => {
  await Promise.all([stack.stop(), github.stop(), receiver.stop()]);
  rmSync(directory, { recursive: true, force: true });
  await removeProjects();
});

interface Written {
  id: number;
  link: string;
  guid: string;
}

async function comment(body: string): Promise<Written> {
  const { body: made } = await github.call<{ id: number }>("POST", `${payments}/issues/7/comments`, { body });
  await github.deliveries.idle();
  const guid = github.deliveries.newestFirst()[0]?.guid ?? "";
  return { id: made.id, link: `${github.url}/octo-demo/payments/pull/7#issuecomment-${made.id}`, guid };
}

/** Returns everything that a command could change. */
async function everything(): Promise<unknown> {
  const tables = ["IdempotencyTable", "JobTable"].map((name) => stack.ref(name));
  const scans = tables.map((TableName) => documentClient().send(new ScanCommand({ TableName })));
  const comments = await github.call("GET", `${payments}/issues/7/comments?per_page=100`);
  const items = (await Promise.all(scans)).map(({ Items = [] }) => Items);
  return { items, comments: comments.body, dispatched: stack.dispatched() };
}

describe("explain", () => {
  test("explains a comment by its link, and changes nothing", async () => {
    const { link } = await comment("/summary");
    const before = await everything();
    const { code, stdout, stderr } = await stack.run(["explain", link]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const lines = stdout.trimEnd().split("\n");
    expect(lines.slice(0, 10)).toEqual([
      "event         issue_comment.created by wendy",
      "pull request  octo-demo/payments#7",
      expect.stringMatching(/^rules {9}the files of workflows\/ in \/\S+, the same as deployed$/),
      "The webhook is dispatched: 1 job.",
      "",
      "yes  wendy is allowed to give commands.",
      "yes  The repository `octo-demo/payments` is enabled.",
      "yes  The event type `issue_comment.created` is handled.",
      "yes  Found a command: `/summary`.",
      "",
    ]);
    expect(lines.slice(10)).toEqual([
      "/summary in line 1",
      "  yes  The command is live: default of the deployed rollout.",
      '  -    Rule "infrastructure-review" does not apply: commands, paths differ.',
      "  yes  No rule matches: `/summary` is handled by `summary`.",
      expect.stringMatching(/^ {2}job [a-z2-7]{26}-summary starts$/),
      expect.stringMatching(/^ {4}yes {2}wendy has the required \*\*read\*\* permission\.$/),
      "    -    The user has **write** permission.",
    ]);
    expect(await everything()).toEqual(before);
  });

  test("explains a comment by its ID and repository", async () => {
    const { id, link } = await comment("/summary by id");
    const byId = await command(["explain", String(id), "--repo", "octo-demo/payments"]);
    const byLink = await command(["explain", link]);
    expect(byId).toEqual(byLink);
    expect(byId.code).toBe(0);

    const alone = await command(["explain", String(id)]);
    expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining("Add --repo owner/name") });
    await github.call("DELETE", `${payments}/issues/comments/${id}`);
    const deleted = await command(["explain", String(id), "--repo", "octo-demo/payments"]);
    expect(deleted).toMatchObject({ code: 1, stderr: expect.stringContaining(`has no comment ${id}.`) });
  });

  test("explains a review's comment by its ID", async () => {
    const { body: review } = await github.call<{ id: number }>("POST", `${payments}/pulls/7/comments`, {
      ...{ body: "/summary there", path: "src/ledger.ts", line: 1, side: "RIGHT" },
      commit_id: (await github.call<{ head: { sha: string } }>("GET", `${payments}/pulls/7`)).body.head.sha,
    });
    const { stdout } = await command(["explain", String(review.id), "--repo", "octo-demo/payments"]);
    expect(stdout).toContain("event         pull_request_review_comment.created by wendy");
  });

  test("finds the job of the comment", async () => {
    const { link } = await comment("/summary");
    const explained = JSON.parse((await command(["explain", link, "--json"])).stdout);
    const [{ job_id }] = explained.explanation.commands[0].jobs;
    await stack.jobs.create(aNewJob({ job_id }), aNote);
    const { stdout } = await command(["explain", link]);
    expect(stdout).toContain(`  job ${job_id} already exists\n`);
    expect(stdout).toContain("Already handled: its job is RECEIVED, attempt 1.");
  });

  test("shows a delivery's status and outcome too", async () => {
    const { guid } = await comment("thanks\n\n> /summary");
    const envelope = anEnvelope({ delivery_id: guid, hook_id: String(github.hookId) });
    await stack.deliveries.receive(envelope);
    await stack.deliveries.finish(envelope, { kind: "ignored", reason: "no_command" });
    const { code, stdout } = await command(["explain", guid]);
    expect(code).toBe(0);
    expect(stdout).toContain("status here   PROCESSED, ignored: no_command\n");
    expect(stdout).toContain("\nThe webhook is ignored: no_command.\n");
    expect(stdout).toContain("-    Line 3 mentions `/summary` but is not a command: it is in a quote.\n");
    expect(JSON.parse((await command(["explain", guid, "--json"])).stdout)).toMatchObject({
      stack: "pr-comment-automation-test",
      delivery: { status: "PROCESSED", outcome: { kind: "ignored", reason: "no_command" } },
      request: { event: "issue_comment.created", repo: "octo-demo/payments", pr_number: 7, sender: "wendy" },
      explanation: { decision: { kind: "ignored", reason: "no_command" }, rollout: null },
    });
  });

  test("names the rollout version in force", async () => {
    const rollouts = createRolloutTable(stack.ref("IdempotencyTable"));
    const policy = { ...routing.rollout, rules: [{ when: { commands: ["summary"] }, mode: "off" as const }] };
    await rollouts.replace(0, { policy, changed_by: "operator:ada", reason: "too loud" });
    const { link } = await comment("/summary");
    const { stdout } = await command(["explain", link]);
    await rollouts.replace(1, { policy: null, changed_by: "operator:ada", reason: "fine again" });
    expect(stdout).toContain("The webhook is ignored: no_employee.");
    expect(stdout).toContain("NO   The command is switched off: rule 1 of version 1 of the rollout.");
  });

  test("says that a job is in shadow, before and after it is recorded", async () => {
    const rollouts = createRolloutTable(stack.ref("IdempotencyTable"));
    const { link } = await comment("/summary in shadow");
    const version = (await rollouts.current())?.version ?? 0;
    const policy = { ...routing.rollout, default: "shadow" as const };
    await rollouts.replace(version, { policy, changed_by: "operator:ada", reason: "beside the old one" });
    const before = await command(["explain", link]);
    const [, job_id = ""] = /job (\S+) stays in shadow: recorded/.exec(before.stdout) ?? [];
    await stack.jobs.create(aNewJob({ job_id, mode: "shadow" }), aNote);
    const after = await command(["explain", link]);
    await rollouts.replace(version + 1, { policy: null, changed_by: "operator:ada", reason: "seen" });

    for (const { stdout } of [before, after]) {
      expect(stdout).toContain("In shadow: 1 job recorded, nothing posted.\n");
      expect(stdout).not.toContain("The webhook is dispatched");
    }
    expect(after.stdout).toContain(`job ${job_id} already exists, in shadow\n`);
    expect(after.stdout).toContain("Already recorded in shadow: nothing was posted");
  });

  test("uses the present files or the deployed rules, and says which", async () => {
    const { link } = await comment("/summary");
    const edited = await writeProject({
      "workflows/routing.yml": "version: 1\nbots: { allow: [] }\ntriggers: [submitted]\n",
    });
    const now = await command(["explain", link, "--project", edited]);
    expect(now.code).toBe(0);
    expect(now.stdout).toMatch(/^rules .*workflows\/ in \S+, which differ from the deployed rules/m);
    expect(now.stdout).toContain("The webhook is ignored: action_does_not_trigger.");

    const deployed = await command(["explain", link, "--deployed"]);
    expect(deployed.stdout).toMatch(/^rules +the rules that pr-comment-automation-test runs$/m);
    expect(deployed.stdout).toContain("The webhook is dispatched");
  });

  test("binds arguments by the present files", async () => {
    const { link } = await comment("/security depth=deep");
    const edited = await writeProject();
    const { stdout } = await command(["explain", link, "--project", edited]);
    expect(stdout).toMatch(/`depth`.*whole number|depth.*integer/i);
  });

  test("reports the line of a mistake in the files, and explains nothing", async () => {
    const { link } = await comment("/summary");
    const broken = await writeProject({ "workflows/routing.yml": "version: 1\ntriggers: [sometimes]\n" });
    const { code, stdout, stderr } = await command(["explain", link, "--project", broken]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/workflows\/routing\.yml:2:12: /);
    expect(stderr).toContain("--deployed");
  });

  test("a stack without rules fails only with --deployed", async () => {
    const older = { ...(await findStack({ stage: "test", region: "eu-central-1" })), name: "another" };
    await expect(chosenRules({ deployed: true }, older)).rejects.toThrow();
    expect((await chosenRules({}, older)).origin).toMatch(/; the deployed rules cannot be read$/);
  });

  test.each([
    [`nothing-known`, /GitHub's list has no delivery nothing-known\.\nGitHub keeps three days/],
    ["https://github.com/octo-demo/payments/pull/7#issuecomment-1", /The stack uses http:.*, not/],
    ["LINK/octo-demo/payments/pull/7", /not the link of a comment/],
    ["LINK/octo-demo/payments/pull/7#diff-0a1b2cR1", /not the link of a comment.*\n.*files#r123 work too/],
  ])("reports what to do about %s", async (what, said) => {
    const { code, stdout, stderr } = await command(["explain", what.replace("LINK", github.url)]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(said);
  });

  test("reports a deleted comment", async () => {
    const { id, link } = await comment("/summary");
    await github.call("DELETE", `${payments}/issues/comments/${id}`);
    const { code, stdout, stderr } = await command(["explain", link]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("GitHub has no such comment on that pull request.\nIt may be deleted");
  });

  test("reports a comment of another pull request", async () => {
    const { link } = await comment("/summary");
    const { code, stderr } = await command(["explain", link.replace("/pull/7", "/pull/8")]);
    expect(code).toBe(1);
    expect(stderr).toContain("GitHub has no such comment on that pull request.");
  });

  test("does not call GitHub while its circuit is open", async () => {
    const { link } = await comment("/summary");
    const id = { provider: "github", key: "*" };
    const before = await stack.circuits.read(id);
    const limited = {
      ...before,
      state: "open",
      version: before.version + 1,
      until: Date.now() + 60_000,
    } as const;
    await stack.circuits.replace(id, before, { ...limited, reason: "github_rate_limited" });
    const { code, stderr } = await command(["explain", link]);
    await stack.circuits.replace(id, limited, { ...before, version: limited.version + 1 });
    expect(code).toBe(1);
    expect(stderr).toMatch(/Calls to github are blocked for another \d+ s/);
  });
});

describe("simulate", () => {
  const payloadOf = (guid: string): string =>
    github.deliveries.newestFirst().find((delivery) => delivery.guid === guid)?.body ?? "";

  function file(name: string, text: string): string {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  }

  test("explains a comment that GitHub does not have, and changes nothing", async () => {
    const { guid } = await comment("words");
    const payload = JSON.parse(payloadOf(guid));
    payload.comment = { ...payload.comment, id: 987_654, body: "/sumary" };
    const before = await everything();
    const { code, stdout, stderr } = await command(["simulate", file("one.json", JSON.stringify(payload))]);
    expect(code).toBe(0);
    expect(stderr).toContain("The comment comes from the file");
    expect(stderr).toMatch(/^Uses the files of workflows\/ in \S+, the same as deployed\.\n/);
    expect(stdout).toMatch(/^The webhook is dispatched: 1 job\.\n/);
    expect(stdout).toContain("NO   There is no command `/sumary`. Did you mean `/summary`?");
    expect(stdout).toMatch(/-help is refused; the pull request says why\n/);
    expect(await everything()).toEqual(before);
  });

  test("reports the line of a mistake in the files", async () => {
    const { guid } = await comment("/summary");
    const broken = await writeProject({ "workflows/employees/security.md": "---\nname: security\n---\n" });
    const path = file("two.json", payloadOf(guid));
    const { code, stdout, stderr } = await command(["simulate", path, "--project", broken]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/workflows\/employees\/security\.md:2:1: /);
  });

  test("reads a file of `capture` with its event", async () => {
    const { guid } = await comment("/summary");
    const captured = file("captured.json", "");
    expect(await command(["capture", guid, "--out", captured, "--force"])).toMatchObject({ code: 0 });
    const { code, stdout } = await command(["simulate", captured, "--event", "push", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      request: { event: "issue_comment.created" },
      explanation: { decision: { kind: "dispatched" } },
    });
  });

  test("explains an unsupported event", async () => {
    const { guid } = await comment("/summary");
    const path = file("push.json", payloadOf(guid));
    const { code, stdout } = await command(["simulate", path, "--event", "push"]);
    expect(code).toBe(0);
    expect(stdout).toBe(
      "The webhook is ignored: unsupported_event.\n\nNO   The endpoint ignores it and stores nothing.\n",
    );
  });

  test.each([
    ["{", /isn't valid JSON/],
    ['{"action":"created"}', /not the payload of a webhook/],
  ])("refuses %s", async (text, said) => {
    const { code, stderr } = await command(["simulate", file("wrong.json", text)]);
    expect(code).toBe(1);
    expect(stderr).toMatch(said);
  });
});

describe("a renamed repository", () => {
  const former = "octo-demo/ledger";
  let link: string;
  let job_id: string;

  beforeAll(async () => {
    const repository = github.store.repository("octo-demo", "ledger");
    const path = `/repos/${former}/issues/7/comments`;
    const { body } = await github.call<{ id: number }>("POST", path, { body: "/summary" });
    link = `${github.url}/${former}/pull/7#issuecomment-${body.id}`;
    ({ job_id } = await stack.jobs.create(
      aNewJob({ job_id: `${"l".repeat(26)}-summary`, repo: former, repo_id: repository.id }),
      aNote,
    ));
    github.move(repository, { name: "accounts" });
  });

  test("`explain` reads a link with its former name", async () => {
    const { code, stdout } = await command(["explain", link]);
    expect(code).toBe(0);
    expect(stdout).toContain("pull request  octo-demo/accounts#7\n");
  });

  test.each([
    ["former", former],
    ["present (no job has it yet)", "octo-demo/accounts"],
  ])("`jobs` finds it by its %s name", async (_what, name) => {
    const { code, stdout } = await command(["jobs", "--repo", name, "--pr", "7", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ jobs: [{ job_id, repo: former }] });
  });

  test("`jobs` finds nothing by an unknown name", async () => {
    github.fail({ path: "/repos/octo-demo/unknown/installation$", refusal: "notFound" });
    const { code, stderr } = await command(["jobs", "--repo", "octo-demo/unknown"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "No jobs matched.\n" });
  });
});
