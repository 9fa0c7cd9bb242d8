import { describe, expect, test } from "@jest/globals";
import type { WorkflowFile, WorkflowRuns } from "../../../core/employees/workflow-runs.ts";

const ages = "2000-01-01T00:00:00Z";
const task = (job_id: string, attempt = 1) => ({ task: JSON.stringify({ job_id, attempt }) });

/** The contract of workflow runs: `workflow` exists, and its runs end only when they are cancelled. */
export function workflowRunsContract(name: string, create: () => WorkflowRuns, workflow: WorkflowFile): void {
  describe(`${name} as workflow runs`, () => {
    test("a started run has a link, and is unfinished", async () => {
      const runs = create();
      const started = await runs.start(workflow, task("started"));
      expect(started).toEqual({ id: expect.any(Number), url: expect.stringMatching(/^https?:\/\//) });
      expect(await runs.read(workflow, started?.id ?? 0)).toMatchObject({ ...started, conclusion: null });
    });

    test("a run is found by job and attempt, the oldest first", async () => {
      const runs = create();
      const first = await runs.start(workflow, task("found", 2));
      await runs.start(workflow, task("found", 2));
      await runs.start(workflow, task("found", 20));
      expect(await runs.find(workflow, { name: "found-r2", since: ages })).toEqual(first);
      expect(await runs.find(workflow, { name: "found-r3", since: ages })).toBeNull();
      await runs.start(workflow, task("tenth", 10));
      expect(await runs.find(workflow, { name: "tenth-r1", since: ages })).toBeNull();
      expect(await runs.find(workflow, { name: "found-r2", since: "2999-01-01T00:00:00Z" })).toBeNull();
    });

    test("a run is cancelled once", async () => {
      const runs = create();
      const { id = 0 } = (await runs.start(workflow, task("cancelled"))) ?? {};
      expect(await runs.cancel(workflow, id)).toBe(true);
      expect(await runs.read(workflow, id)).toMatchObject({ conclusion: "cancelled" });
      expect(await runs.cancel(workflow, id)).toBe(false);
    });

    test("an unknown run is null, and is not cancelled", async () => {
      const runs = create();
      expect(await runs.read(workflow, 404)).toBeNull();
      expect(await runs.cancel(workflow, 404)).toBe(false);
    });

    test("an unknown workflow is a permanent error", async () => {
      const unknown = { ...workflow, file: "unknown.yml" };
      const expected = { name: "PermanentError", code: "workflow_not_found" };
      await expect(create().start(unknown, task("none"))).rejects.toMatchObject(expected);
      await expect(create().find(unknown, { name: "none-r1", since: ages })).rejects.toMatchObject(expected);
    });
  });
}
