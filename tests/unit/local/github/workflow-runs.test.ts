import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { payments, startTestGitHub, type TestGitHub } from "./support.ts";

interface Run {
  id: number;
  status: string;
  conclusion: string | null;
  display_title: string;
  head_branch: string;
}

const path = ".github/workflows/review.yml";
const route = `${payments}/actions/workflows/review.yml`;
let github: TestGitHub;

beforeAll(async () => {
  github = await startTestGitHub();
});

afterEach(() => github.actions.idle());

afterAll(() => github.stop());

const demo = () => github.store.repository("octo-demo", "payments");

/** Stores a workflow with one step, triggered by `on`. */
function workflow(run: string, { on = "workflow_dispatch", more = "" } = {}): void {
  const step = JSON.stringify({ run, env: { WORD: `\${{ inputs.word }}`, KEY: `\${{ secrets.KEY }}` } });
  demo().files.set(path, `name: Review\n${more}\non: ${on}\njobs: { review: { steps: [${step}] } }\n`);
}

const withWord = "{ workflow_dispatch: { inputs: { word: { default: hello } } } }";
const dispatch = (body: object = { ref: "main" }, as?: string) =>
  github.call<{ message: string; workflow_run_id: number }>("POST", `${route}/dispatches`, body, as);
const read = async (id: number) => (await github.call<Run>("GET", `${payments}/actions/runs/${id}`)).body;

async function started(body: object = { ref: "main" }): Promise<number> {
  return (await dispatch({ ...body, return_run_details: true })).body.workflow_run_id;
}

describe("a dispatch", () => {
  test("is 204 without content, and 200 with the run on request", async () => {
    workflow("true");
    expect(await dispatch()).toMatchObject({ status: 204, body: "" });
    const { status, body } = await dispatch({ ref: "main", return_run_details: true });
    expect(status).toBe(200);
    const { workflow_run_id: id } = body;
    expect(body).toEqual({
      workflow_run_id: expect.any(Number),
      run_url: `${github.url}${payments}/actions/runs/${id}`,
      html_url: `${github.url}/octo-demo/payments/actions/runs/${id}`,
    });
  });

  test.each<[string, object, string | undefined, string]>([
    ["an unknown branch", { ref: "gone" }, undefined, "No ref found for: gone"],
    ["an unknown field", { ref: "main", x: 1 }, undefined, `Invalid request.\n\n"x" is not a permitted key.`],
    ["another trigger", { ref: "main" }, "push", "Workflow does not have 'workflow_dispatch' trigger"],
    [
      "an input that the workflow does not declare",
      { ref: "main", inputs: { b: "1" } },
      withWord,
      'Unexpected inputs provided: ["b"]',
    ],
    [
      "a missing input",
      { ref: "main" },
      "{ workflow_dispatch: { inputs: { a: { required: true } } } }",
      "Required input 'a' not provided",
    ],
    [
      "more than 65,535 characters",
      { ref: "main", inputs: { word: "x".repeat(65_536) } },
      withWord,
      "inputs are too large.",
    ],
  ])("with %s is 422", async (_what, body, on, message) => {
    workflow("true", on ? { on } : {});
    const before = demo().workflowRuns.size;
    expect(await dispatch(body)).toMatchObject({ status: 422, body: { message } });
    expect(demo().workflowRuns.size).toBe(before);
  });

  test("of an unknown workflow is 404", async () => {
    const unknown = `${payments}/actions/workflows/unknown.yml/dispatches`;
    expect((await github.call("POST", unknown, { ref: "main" })).status).toBe(404);
  });

  test("needs the permission `actions: write`", async () => {
    workflow("true");
    const reads = await github.token({ permissions: { actions: "read" } });
    expect(await dispatch({ ref: "main" }, reads)).toMatchObject({
      ...{ status: 403, body: { message: "Resource not accessible by integration" } },
    });
    const writes = await github.token({ permissions: { actions: "write" } });
    expect((await dispatch({ ref: "main" }, writes)).status).toBe(204);
    expect((await dispatch({ ref: "main" }, "")).status).toBe(401);
  });
});

describe("a run", () => {
  test("executes its steps with inputs, secrets and the event's file", async () => {
    demo().secrets.set("KEY", "s3cret");
    workflow(`echo "$WORD-$KEY-$(grep -c '"word":"hello"' "$GITHUB_EVENT_PATH")"`, {
      ...{ on: withWord, more: `run-name: Say \${{ inputs.word }}` },
    });
    const id = await started();
    await github.actions.idle();
    expect(await read(id)).toMatchObject({
      ...{ status: "completed", conclusion: "success", display_title: "Say hello", head_branch: "main" },
    });
    expect(demo().workflowRuns.get(id)?.log).toContain("hello-s3cret-1");
  });

  test.each(["exit 3", "no-such-command", `node -e 'throw new Error("broken")'`])(
    "whose step fails with %s ends as a failure",
    async (run) => {
      workflow(run);
      const id = await started();
      await github.actions.idle();
      expect(await read(id)).toMatchObject({ status: "completed", conclusion: "failure" });
    },
  );

  test("that uses an action fails with the reason in its log", async () => {
    demo().files.set(path, "on: workflow_dispatch\njobs: { a: { steps: [{ uses: actions/checkout@v6 }] } }");
    const id = await started();
    await github.actions.idle();
    expect(demo().workflowRuns.get(id)?.log).toContain("run only `run` steps");
  });

  test("does not get the environment of this process", async () => {
    process.env.LAPTOP_SECRET = "not for runs";
    workflow('echo "[$LAPTOP_SECRET]"');
    const id = await started();
    await github.actions.idle();
    expect(demo().workflowRuns.get(id)?.log).toContain("[]");
  });

  test("is cancelled with its process", async () => {
    workflow("sleep 60");
    const id = await started();
    const cancel = () => github.call("POST", `${payments}/actions/runs/${id}/cancel`);
    expect(await cancel()).toMatchObject({ status: 202, body: {} });
    await github.actions.idle();
    expect(await read(id)).toMatchObject({ status: "completed", conclusion: "cancelled" });
    expect(await cancel()).toMatchObject({
      ...{ status: 409, body: { message: "Cannot cancel a workflow run that is completed." } },
    });
  });

  test("is queued until a runner is free", async () => {
    workflow("true");
    github.actions.hold(true);
    const id = await started();
    expect(await read(id)).toMatchObject({ status: "queued", conclusion: null });
    github.actions.hold(false);
    await github.actions.idle();
    expect(await read(id)).toMatchObject({ conclusion: "success" });
  });

  test("is found by a filter, newest first, page by page", async () => {
    workflow("true");
    github.actions.hold(true);
    const ids = [await started(), await started(), await started()];
    const list = (query: string) =>
      github.call<{ total_count: number; workflow_runs: Run[] }>("GET", `${route}/runs?${query}`);
    const { body } = await list(
      "event=workflow_dispatch&status=queued&created=%3E%3D2020-01-01T00:00:00Z&per_page=2",
    );
    expect(body.total_count).toBe(3);
    expect(body.workflow_runs.map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 2));
    expect((await list("event=push")).body.total_count).toBe(0);
    expect((await list("created=%3E%3D2999-01-01T00:00:00Z")).body.total_count).toBe(0);
    github.actions.hold(false);
  });

  test("has a page with its log", async () => {
    workflow("echo from the step");
    const id = await started();
    await github.actions.idle();
    const page = await github.call<string>("GET", `/octo-demo/payments/actions/runs/${id}`);
    expect(page.status).toBe(200);
    expect(page.body).toContain("completed, success");
    expect(page.body).toContain("from the step");
    expect((await github.call("GET", "/octo-demo/payments/actions/runs/1")).status).toBe(404);
  });
});
