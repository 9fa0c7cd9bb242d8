import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createCheckRuns } from "../../../../adapters/github/checks.ts";
import type { GitHub } from "../../../../local/github/start-github.ts";
import type { Repository } from "../../../../local/github/state/records.ts";
import { createFakeCheckRuns } from "../../../fakes/check-runs.ts";
import { createTestClock } from "../../../fakes/clock.ts";
import { checkRunsContract } from "../../../fakes/contracts/check-runs.ts";
import { clientOf, recordRequests, startSimulatedGitHub } from "../../../fakes/github.ts";
import { aCheckContent } from "../../../fakes/records/check-content.ts";
import { aTarget } from "../../../fakes/records/pull-request.ts";

const sha = "c".repeat(40);
const target = aTarget();
let github: GitHub;
let repository: Repository;

beforeAll(async () => {
  github = await startSimulatedGitHub();
  repository = github.store.repository("octo-demo", "payments");
});

beforeEach(() => repository.checkRuns.clear());

afterEach(() => github.clearFaults());

afterAll(() => github.stop());

function checkRuns(clock = createTestClock(), level: "read" | "write" = "write") {
  return createCheckRuns(clientOf(github), { apiUrl: github.url, level, clock });
}

describe("GitHub", () => checkRunsContract(() => ({ checks: checkRuns() })));
describe("the fake", () => checkRunsContract(() => ({ checks: createFakeCheckRuns() })));

test("the check run has a link to the status comment, its times, its text and its button", async () => {
  await checkRuns().create(target, sha, aCheckContent());
  expect([...repository.checkRuns.values()]).toMatchObject([
    {
      ...{ headSha: sha, name: "Summary", externalId: aCheckContent().external_id },
      detailsUrl: `${github.url}/octo-demo/payments/pull/7#issuecomment-101`,
      startedAt: "2026-11-23T09:00:00Z",
      output: { title: "Running", summary: "**Summary** is working on it." },
      actions: [{ label: "Cancel", description: "Stop this job", identifier: "cancel" }],
    },
  ]);
});

test("without a comment the link leads to the pull request, and a completed one has no button", async () => {
  const content = aCheckContent({
    status: "completed",
    conclusion: "cancelled",
    actions: [],
    fragment: null,
  });
  await checkRuns().create(target, sha, content);
  expect([...repository.checkRuns.values()]).toMatchObject([
    { detailsUrl: `${github.url}/octo-demo/payments/pull/7`, actions: [], conclusion: "cancelled" },
  ]);
});

test("all pages are read", async () => {
  for (let n = 0; n < 130; n += 1)
    await checkRuns().create(target, sha, aCheckContent({ external_id: `job-${n}` }));
  const found = await checkRuns().list(target, sha);
  expect(found.map(({ external_id }) => external_id)).toContain("job-129");
  expect(found).toHaveLength(130);
});

test("another App's check runs are not ours", async () => {
  const run = { status: "completed", conclusion: "success", external_id: "abc" };
  const check_runs = [
    { id: 1, ...run, app: { id: 7 } },
    { id: 2, ...run, app: { id: github.appId } },
    { id: 3, ...run, app: null },
  ];
  github.fail({ path: "/check-runs", status: 200, body: { total_count: 3, check_runs } });
  expect((await checkRuns().list(target, sha)).map(({ id }) => id)).toEqual([2]);
});

test("a write is sent once, with a token that can write check runs and nothing else", async () => {
  github.fail({ method: "POST", path: "/check-runs$", status: 502, times: 9 });
  const requests = recordRequests();
  await expect(checkRuns().create(target, sha, aCheckContent())).rejects.toMatchObject({
    code: "github_failed",
  });
  requests.stop();
  expect(requests.sent.filter(({ path }) => path.endsWith("/check-runs"))).toHaveLength(1);
  const token = requests.sent.find(({ path }) => path.endsWith("/access_tokens"));
  expect(token?.body).toEqual({
    repository_ids: [target.repo_id],
    permissions: { metadata: "read", checks: "write" },
  });
});

describe("an App without the permission", () => {
  const refusedToken = {
    ...{ method: "POST", path: "/access_tokens", status: 422, times: 9 },
    body: { message: "The permissions requested are not granted to this installation." },
  };
  const refusedRequest = {
    ...{ path: "/check-runs", status: 403, times: 9 },
    body: { message: "Resource not accessible by integration" },
  };

  test.each([
    ["token", refusedToken],
    ["request", refusedRequest],
  ])("is refused the %s, and not asked again for ten minutes", async (_what, fault) => {
    const clock = createTestClock();
    const checks = checkRuns(clock);
    github.fail(fault);
    const requests = recordRequests();
    const refusal = { name: "PermanentError", code: "check_runs_refused" };
    await expect(checks.list(target, sha)).rejects.toMatchObject(refusal);
    const asked = requests.sent.length;
    await expect(checks.create(target, sha, aCheckContent())).rejects.toMatchObject(refusal);
    await expect(checks.update(target, 1, aCheckContent())).rejects.toMatchObject(refusal);
    expect(requests.sent).toHaveLength(asked);
    requests.stop();

    github.clearFaults();
    clock.advance(10 * 60_000);
    expect(await checks.list(target, sha)).toEqual([]);
  });

  test("is asked again at once in another repository", async () => {
    const checks = checkRuns();
    github.store.repository("octo-demo", "other");
    github.fail({ ...refusedRequest, times: 1 });
    await expect(checks.list(target, sha)).rejects.toMatchObject({ code: "check_runs_refused" });
    expect(await checks.list(aTarget({ repo: "octo-demo/other" }), sha)).toEqual([]);
  });
});

test("a commit that GitHub does not know is no missing permission", async () => {
  const checks = checkRuns();
  github.fail({
    method: "POST",
    path: "/check-runs$",
    status: 422,
    body: { message: "No commit found for SHA" },
  });
  await expect(checks.create(target, sha, aCheckContent())).rejects.toMatchObject({
    code: "github_rejected",
  });
  expect(await checks.list(target, sha)).toEqual([]);
});

test("a rate limit is no missing permission", async () => {
  const checks = checkRuns();
  github.fail({ path: "/check-runs", status: 429, headers: { "retry-after": "1" } });
  await expect(checks.list(target, sha)).rejects.toMatchObject({ name: "RetryableError" });
  expect(await checks.list(target, sha)).toEqual([]);
});
