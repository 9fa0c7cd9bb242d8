import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { createGitHubActions } from "../../../../adapters/github/actions.ts";
import type { GitHub } from "../../../../local/github/start-github.ts";
import { workflowRunsContract } from "../../../fakes/contracts/workflow-runs.ts";
import { clientOf, recordRequests, startSimulatedGitHub } from "../../../fakes/github.ts";
import { createFakeWorkflowRuns } from "../../../fakes/workflow-runs.ts";

const workflow = { repository: "octo-demo/payments", file: "review.yml", ref: "main" };
const path = ".github/workflows/review.yml";
const text = [
  "name: Review",
  `run-name: \${{ fromJSON(inputs.task).job_id }}-r\${{ fromJSON(inputs.task).attempt }}`,
  "on: { workflow_dispatch: { inputs: { task: { required: true } } } }",
  "jobs: { review: { steps: [{ run: echo }] } }",
].join("\n");
const inputs = { task: JSON.stringify({ job_id: "job", attempt: 1 }) };

let github: GitHub;

beforeAll(async () => {
  github = await startSimulatedGitHub();
  github.actions.hold(true);
});

afterEach(() => {
  github.clearFaults();
  github.store.repository("octo-demo", "payments").files.set(path, text);
});

afterAll(() => github.stop());

function connect() {
  github.store.repository("octo-demo", "payments").files.set(path, text);
  return createGitHubActions(clientOf(github));
}

workflowRunsContract("GitHub", connect, workflow);
workflowRunsContract(
  "the fake",
  () => createFakeWorkflowRuns({ clock: Date.now, files: [workflow] }),
  workflow,
);

test("the token is limited to the workflow's repository and to its actions", async () => {
  const requests = recordRequests();
  try {
    const runs = connect();
    await runs.start(workflow, inputs);
    await runs.find(workflow, { name: "job-r1", since: "2000-01-01T00:00:00Z" });
    const tokens = requests.sent.filter(({ path }) => path.endsWith("/access_tokens"));
    const repository_ids = [github.store.repository("octo-demo", "payments").id];
    expect(tokens.map(({ body }) => body)).toEqual([
      { permissions: { metadata: "read" } },
      { repository_ids, permissions: { actions: "write" } },
      { repository_ids, permissions: { actions: "read" } },
    ]);
  } finally {
    requests.stop();
  }
});

test("the installation of the workflow's repository is looked up once", async () => {
  github.store.repository("another-org", "automation").files.set(path, text);
  const elsewhere = { ...workflow, repository: "another-org/automation" };
  const runs = createGitHubActions(clientOf(github));
  const requests = recordRequests();
  try {
    const run = await runs.start(elsewhere, inputs);
    await runs.cancel(elsewhere, run?.id ?? 0);
    expect(run?.url).toBe(`${github.url}/another-org/automation/actions/runs/${run?.id}`);
    expect(requests.sent.filter(({ path }) => path.endsWith("/installation"))).toHaveLength(1);
  } finally {
    requests.stop();
  }
});

describe("a server that does not know `return_run_details`", () => {
  test("gets the request without it, and the run is found by its title", async () => {
    const runs = connect();
    github.fail({
      method: "POST",
      path: "/dispatches",
      status: 422,
      body: { message: 'Invalid request.\n\n"return_run_details" is not a permitted key.' },
    });
    const old = { task: JSON.stringify({ job_id: "older-server", attempt: 1 }) };
    expect(await runs.start(workflow, old)).toBeNull();
    const found = await runs.find(workflow, { name: "older-server-r1", since: "2000-01-01T00:00:00Z" });
    expect(found).not.toBeNull();
  });
});

describe("what an operator can fix", () => {
  const started = () => connect().start(workflow, inputs);

  test("a missing permission", async () => {
    const poor = await startSimulatedGitHub({ contents: "read" });
    try {
      poor.store.repository("octo-demo", "payments").files.set(path, text);
      await expect(createGitHubActions(clientOf(poor)).start(workflow, inputs)).rejects.toMatchObject({
        name: "PermanentError",
        code: "workflow_not_permitted",
        message: expect.stringContaining("grant it the permission Actions (read and write)"),
      });
    } finally {
      await poor.stop();
    }
  });

  test.each([
    ["no trigger", (file: string) => file.replace("workflow_dispatch", "workflow_call")],
    ["another input", (file: string) => file.replace("inputs: { task", "inputs: { job")],
    [
      "one more required input",
      (file: string) => file.replace("inputs: {", "inputs: { b: { required: true },"),
    ],
  ])("%s", async (_what, change) => {
    const runs = connect();
    const repository = github.store.repository("octo-demo", "payments");
    repository.files.set(path, change(text));
    await expect(runs.start(workflow, inputs)).rejects.toMatchObject({
      name: "PermanentError",
      code: "workflow_not_startable",
    });
  });

  test("an unknown branch", async () => {
    await expect(connect().start({ ...workflow, ref: "gone" }, inputs)).rejects.toMatchObject({
      code: "workflow_not_startable",
    });
  });

  test("an uninstalled App", async () => {
    github.uninstall("lonely");
    const lonely = { ...workflow, repository: "lonely/tools" };
    await expect(connect().start(lonely, inputs)).rejects.toMatchObject({ code: "workflow_not_found" });
  });

  test("no refusal starts a run", async () => {
    const before = github.store.repository("octo-demo", "payments").workflowRuns.size;
    await expect(connect().start({ ...workflow, ref: "gone" }, inputs)).rejects.toThrow();
    expect(github.store.repository("octo-demo", "payments").workflowRuns.size).toBe(before);
    await started();
    expect(github.store.repository("octo-demo", "payments").workflowRuns.size).toBe(before + 1);
  });
});

test("a failure may have started the run, and is sent once", async () => {
  const runs = connect();
  github.fail({ method: "POST", path: "/dispatches", status: 502, late: true });
  const requests = recordRequests();
  try {
    const lost = { task: JSON.stringify({ job_id: "lost", attempt: 1 }) };
    await expect(runs.start(workflow, lost)).rejects.toMatchObject({ name: "RetryableError" });
    expect(requests.sent.filter(({ path }) => path.endsWith("/dispatches"))).toHaveLength(1);
    await github.applyLateRequests();
    const found = await runs.find(workflow, { name: "lost-r1", since: "2000-01-01T00:00:00Z" });
    expect(found).not.toBeNull();
  } finally {
    requests.stop();
  }
});

test("an address that could break out of a link is dropped", async () => {
  const runs = connect();
  const { id = 0 } = (await runs.start(workflow, inputs)) ?? {};
  for (const html_url of ["javascript:alert(1)", "https://github.example/a) [b](https://x.example", 7]) {
    const body = {
      id,
      html_url,
      status: "in_progress",
      conclusion: null,
      updated_at: "2026-11-23T09:00:00Z",
    };
    github.fail({ method: "GET", path: `/runs/${id}`, status: 200, body });
    expect(await runs.read(workflow, id)).toBeNull();
  }
});
