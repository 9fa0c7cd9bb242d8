import type { GitHubStore } from "../state/github-store.ts";
import type { Repository, WorkflowRun } from "../state/records.ts";
import { changeWorkflowRun } from "../state/workflow-runs.ts";
import { readWorkflow } from "./read-workflow.ts";
import { runWorkflow } from "./run-workflow.ts";

/** Executes workflow runs. */
export interface Actions {
  start(repository: Repository, run: WorkflowRun): void;
  /** Cancels a run and its current step. Returns false if it has completed. */
  cancel(run: WorkflowRun): boolean;
  /** Holds new runs in `queued` until it is called with false: no runner is free. */
  hold(isHeld: boolean): void;
  /** Resolves when no run is executing. */
  idle(): Promise<void>;
  /** Cancels all runs. */
  stop(): Promise<void>;
}

export function createActions(store: GitHubStore, base: () => string): Actions {
  const running = new Map<WorkflowRun, { controller: AbortController; done: Promise<void> }>();
  let waiting: (() => void)[] = [];
  let held = false;

  function execute(repository: Repository, run: WorkflowRun): void {
    const controller = new AbortController();
    const workflow = readWorkflow(run.path, repository.files.get(run.path) ?? "");
    const done = runWorkflow({ repository, run, workflow, base: base() }, controller.signal)
      .catch((error: unknown) => console.error(error))
      .finally(() => {
        running.delete(run);
        store.changes.emitPageOnly();
      });
    running.set(run, { controller, done });
  }

  function cancel(run: WorkflowRun): boolean {
    const changed = changeWorkflowRun(run, { status: "completed", conclusion: "cancelled" });
    running.get(run)?.controller.abort();
    if (changed) store.changes.emitPageOnly();
    return changed;
  }

  const idle = async () => {
    await Promise.all([...running.values()].map(({ done }) => done));
  };

  return {
    cancel,
    idle,
    start(repository, run) {
      if (held) waiting.push(() => execute(repository, run));
      else execute(repository, run);
    },
    hold(isHeld) {
      held = isHeld;
      const ready = held ? [] : waiting;
      if (!held) waiting = [];
      for (const begin of ready) begin();
    },
    async stop() {
      waiting = [];
      for (const run of running.keys()) cancel(run);
      await idle();
    },
  };
}
