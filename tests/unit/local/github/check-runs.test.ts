import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { isWebhookPayload } from "../../../../core/generated/validators.mjs";
import type { CheckRun } from "./github-objects.ts";
import type { PageView } from "./page-objects.ts";
import { payments, startReceiver, startTestGitHub, type TestGitHub } from "./support.ts";

const wendy = "token user:wendy";
const retry = { label: "Retry", description: "Again", identifier: "retry" };
let github: TestGitHub;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let token = "";
let head = "";

beforeAll(async () => {
  receiver = await startReceiver();
  github = await startTestGitHub({ webhookUrl: receiver.url });
  token = await github.token();
  const repository = github.store.repository("octo-demo", "payments");
  head = github.store.pull(repository, 7).head.sha;
});

beforeEach(() => github.store.repository("octo-demo", "payments").checkRuns.clear());

afterEach(() => github.deliveries.idle());

afterAll(async () => {
  await github.stop();
  await receiver.stop();
});

async function create(fields: object = {}): Promise<CheckRun> {
  const body = { name: "security", head_sha: head, external_id: "job-1", ...fields };
  return (await github.call<CheckRun>("POST", `${payments}/check-runs`, body, token)).body;
}

const update = (id: number, fields: object) =>
  github.call<CheckRun>("PATCH", `${payments}/check-runs/${id}`, fields, token);

/** The payloads of the deliveries of an event since the last call, oldest first. */
async function delivered(event: string): Promise<Record<string, unknown>[]> {
  await github.deliveries.idle();
  const sent = github.deliveries.newestFirst().filter((delivery) => delivery.event === event);
  return sent.map(({ body }) => JSON.parse(body) as Record<string, unknown>).toReversed();
}

describe("a check run", () => {
  test("are created, completed by a conclusion, and found by commit, name and App", async () => {
    const token = await github.token();
    const fields = { name: "security", head_sha: "c0ffee", status: "in_progress", external_id: "job-1" };
    const { body: run, status } = await github.call<CheckRun>(
      "POST",
      `${payments}/check-runs`,
      fields,
      token,
    );
    expect(status).toBe(201);
    expect(run).toMatchObject({ status: "in_progress", conclusion: null, app: { id: github.appId } });
    const output = { title: "No findings", summary: "s".repeat(65_000), text: "t".repeat(65_000) };
    const done = await github.call<CheckRun>(
      "PATCH",
      `${payments}/check-runs/${run.id}`,
      { conclusion: "success", output },
      token,
    );
    expect(done.body).toMatchObject({
      status: "completed",
      conclusion: "success",
      output: { title: "No findings" },
    });
    expect(done.body.completed_at).not.toBeNull();

    const find = async (query: string) =>
      (await github.call("GET", `${payments}/commits/c0ffee/check-runs?${query}`)).body;
    expect(await find(`check_name=security&app_id=${github.appId}`)).toMatchObject({
      total_count: 1,
      check_runs: [{ id: run.id, external_id: "job-1" }],
    });
    expect(await find("check_name=other")).toEqual({ total_count: 0, check_runs: [] });
    expect(await find("app_id=1")).toEqual({ total_count: 0, check_runs: [] });
  });

  test("can be created only by an App", async () => {
    const fields = { name: "security", head_sha: "c0ffee" };
    expect((await github.call("POST", `${payments}/check-runs`, fields)).status).toBe(403);
  });
});

describe("GitHub refuses", () => {
  test.each([
    ["a completed one without a conclusion", { status: "completed" }, /'conclusion'/],
    ["an unknown conclusion", { conclusion: "great" }, /conclusion must be/],
    ["an output without a summary", { output: { title: "Done" } }, /'summary'/],
    ["too long a summary", { output: { title: "Done", summary: "漢".repeat(21_846) } }, /Validation Failed/],
    ["four buttons", { actions: [retry, retry, retry, retry] }, /more than 3 items/],
    ["too long a label", { actions: [{ ...retry, label: "a label of 21 letters" }] }, /label must NOT/],
    [
      "too long a description",
      { actions: [{ ...retry, description: "d".repeat(41) }] },
      /description must NOT/,
    ],
    [
      "too long an identifier",
      { actions: [{ ...retry, identifier: "i".repeat(21) }] },
      /identifier must NOT/,
    ],
  ])("%s", async (_what, fields, message) => {
    const { status, body } = await update((await create()).id, fields);
    expect(status).toBe(422);
    expect(body).toMatchObject({ message: expect.stringMatching(message) });
  });

  test("a token without the permission, for reading too", async () => {
    const narrow = await github.token({ permissions: { metadata: "read" } });
    const { status } = await github.call("GET", `${payments}/commits/${head}/check-runs`, undefined, narrow);
    expect(status).toBe(403);
  });
});

test("a status other than completed takes the conclusion away", async () => {
  const { id } = await create({ conclusion: "failure" });
  const { body } = await update(id, { status: "in_progress" });
  expect(body).toMatchObject({ status: "in_progress", conclusion: null, completed_at: null });
});

test("only the newest of each name is listed, unless all are asked for", async () => {
  const first = await create();
  const second = await create({ external_id: "job-2" });
  const find = async (query: string) =>
    (await github.call<{ check_runs: CheckRun[] }>("GET", `${payments}/commits/${head}/check-runs?${query}`))
      .body;
  expect((await find("")).check_runs.map(({ id }) => id)).toEqual([second.id]);
  expect((await find("filter=all")).check_runs.map(({ id }) => id)).toEqual([first.id, second.id]);
});

describe("webhooks", () => {
  test("say that a check run was created and completed", async () => {
    const { id } = await create({ status: "in_progress" });
    await update(id, { conclusion: "neutral" });
    await update(id, { conclusion: "neutral" });
    const own = (await delivered("check_run")).filter(({ check_run }) => (check_run as CheckRun).id === id);
    expect(own.map(({ action }) => action)).toEqual(["created", "completed"]);
    expect(own[0]).toMatchObject({
      check_run: { external_id: "job-1", app: { id: github.appId }, pull_requests: [{ number: 7 }] },
      repository: { full_name: "octo-demo/payments" },
      sender: { login: github.botLogin },
    });
  });

  test("say that a user asks for a check run or all of them again", async () => {
    const { id } = await create({ conclusion: "failure" });
    const { check_suite } = (
      await github.call<{ check_suite: { id: number } }>("GET", `${payments}/check-runs/${id}`)
    ).body;
    expect((await github.call("POST", `${payments}/check-runs/${id}/rerequest`, {}, wendy)).status).toBe(201);
    expect(
      (await github.call("POST", `${payments}/check-suites/${check_suite.id}/rerequest`, {}, wendy)).status,
    ).toBe(201);
    const run = (await delivered("check_run")).at(-1);
    const suite = (await delivered("check_suite")).at(-1);
    expect(run).toMatchObject({ action: "rerequested", sender: { login: "wendy" }, check_run: { id } });
    expect(suite).toMatchObject({ action: "rerequested", check_suite: { head_sha: head } });
    expect([isWebhookPayload(run), isWebhookPayload(suite)]).toEqual([true, true]);
  });

  test("name no pull request of a fork", async () => {
    const repository = github.store.repository("octo-demo", "payments");
    const fork = github.store.pull(repository, 71);
    fork.head.repository = "mallory/payments";
    await create({ head_sha: fork.head.sha });
    expect((await delivered("check_run")).at(-1)).toMatchObject({ check_run: { pull_requests: [] } });
  });
});

test("a reader cannot ask for a check run again, and a running one cannot be asked for", async () => {
  const { id } = await create({ conclusion: "failure" });
  const again = `${payments}/check-runs/${id}/rerequest`;
  expect((await github.call("POST", again, {}, "token user:rita")).status).toBe(403);
  await update(id, { status: "in_progress" });
  expect((await github.call("POST", again, {}, wendy)).status).toBe(422);
});

describe("the page", () => {
  const click = (id: number, identifier: string) =>
    github.call("POST", `/_sim/check-runs/octo-demo/payments/${id}/actions`, { as: "rita", identifier });

  test("shows the newest check run of each name on the head commit, with its buttons", async () => {
    await create();
    const { id } = await create({
      conclusion: "failure",
      actions: [retry],
      output: { title: "Failed", summary: "why" },
    });
    await create({ head_sha: "c0ffee" });
    const { body } = await github.call<PageView>("GET", "/_sim/pulls/octo-demo/payments/7");
    expect(body.checks).toMatchObject([{ id, title: "Failed", summary: "why", actions: [retry] }]);
    expect(body.checkSuite).toBeGreaterThan(0);
  });

  test("sends the click on a button as the user of the page", async () => {
    const { id } = await create({ conclusion: "failure", actions: [retry] });
    expect((await click(id, "retry")).status).toBe(202);
    const clicked = (await delivered("check_run")).at(-1);
    expect(clicked).toMatchObject({
      ...{ action: "requested_action", requested_action: { identifier: "retry" }, sender: { login: "rita" } },
      check_run: { id },
    });
    expect(isWebhookPayload(clicked)).toBe(true);
  });

  test("has no other buttons", async () => {
    const { id } = await create({ conclusion: "failure", actions: [retry] });
    expect((await click(id, "cancel")).status).toBe(404);
    expect((await click(987_654, "retry")).status).toBe(404);
  });
});
