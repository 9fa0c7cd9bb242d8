import type { RunLink, WorkflowFile, WorkflowRun, WorkflowRuns } from "../../core/employees/workflow-runs.ts";
import { PermanentError } from "../../core/errors.ts";

interface FakeRun extends WorkflowRun {
  title: string;
  created_at: string;
  inputs: Record<string, string>;
}

export interface FakeWorkflowRuns extends WorkflowRuns {
  /** All runs, oldest first. */
  runs: FakeRun[];
  /** Completes a run. */
  complete(id: number, conclusion: string): void;
  /** Chooses whether `start` returns the run, as an older GitHub Enterprise Server does not. */
  namesRuns: boolean;
}

/** Workflow runs in memory. The workflows put job and attempt into the title of their runs. */
export function createFakeWorkflowRuns({
  clock,
  files,
}: {
  clock: () => number;
  files: WorkflowFile[];
}): FakeWorkflowRuns {
  const runs: FakeRun[] = [];
  const now = () => new Date(clock()).toISOString();
  const linkOf = ({ id, url }: FakeRun): RunLink => ({ id, url });

  function requireWorkflow({ repository, file }: WorkflowFile): void {
    if (files.some((known) => known.repository === repository && known.file === file)) return;
    throw new PermanentError("workflow_not_found", "GitHub finds no workflow");
  }

  const fake: FakeWorkflowRuns = {
    runs,
    namesRuns: true,
    complete(id, conclusion) {
      const run = runs.find((one) => one.id === id);
      if (run) Object.assign(run, { conclusion, updated_at: now() });
    },
    async start(workflow, inputs) {
      requireWorkflow(workflow);
      const { job_id, attempt } = JSON.parse(inputs.task ?? "{}");
      const id = 7_001 + runs.length;
      const url = `https://github.example/${workflow.repository}/actions/runs/${id}`;
      const times = { created_at: now(), updated_at: now() };
      const run = { id, url, title: `${job_id}-r${attempt}`, conclusion: null, inputs, ...times };
      runs.push(run);
      return fake.namesRuns ? linkOf(run) : null;
    },
    async find(workflow, { name, since }) {
      requireWorkflow(workflow);
      const found = runs.find(({ title, created_at }) => title === name && created_at >= since);
      return found ? linkOf(found) : null;
    },
    async read(_workflow, id) {
      const run = runs.find((one) => one.id === id);
      return run ? { ...linkOf(run), conclusion: run.conclusion, updated_at: run.updated_at } : null;
    },
    async cancel(_workflow, id) {
      const run = runs.find((one) => one.id === id);
      if (!run || run.conclusion) return false;
      fake.complete(id, "cancelled");
      return true;
    },
  };
  return fake;
}
