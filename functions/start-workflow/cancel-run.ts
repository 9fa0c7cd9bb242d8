import type { CallbackStore, CancelNotice } from "../../core/callbacks/callback-store.ts";
import { findWorkflowRun, requireWorkflow, type WorkflowRuns } from "../../core/employees/workflow-runs.ts";
import type { Employee } from "../../core/roster/employee.ts";

export interface CancelRunPorts {
  callbacks: CallbackStore;
  runs: WorkflowRuns;
}

/**
 * Closes the callback and cancels the run, if one was started. Records whether GitHub cancels it: `refused` if it has
 * already completed, `unreachable` if it is not found or GitHub does not answer. Can be repeated.
 */
export async function cancelRun(
  key: string,
  employee: Employee,
  { callbacks, runs }: CancelRunPorts,
): Promise<{ notice: CancelNotice | null }> {
  const callback = await callbacks.end(key, "CLOSED");
  // Nothing was started, or it is cancelled already.
  if (!callback?.dispatched_at || callback.notice === "heard") return { notice: callback?.notice ?? null };
  // Until GitHub answers; a retry replaces it.
  await callbacks.note(key, { notice: "unreachable" });
  const run = callback.run ?? (await findWorkflowRun(callback, employee, runs));
  if (!run) return { notice: "unreachable" };
  const notice = (await runs.cancel(requireWorkflow(employee), run.id)) ? "heard" : "refused";
  await callbacks.note(key, { run, notice });
  return { notice };
}
