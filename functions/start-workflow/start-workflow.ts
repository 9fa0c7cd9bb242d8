import type { Callback, CallbackStore, CancelNotice } from "../../core/callbacks/callback-store.ts";
import { closeCallback } from "../../core/callbacks/close-callback.ts";
import { type Clock, isoTime } from "../../core/clock.ts";
import type { PayloadStore } from "../../core/deliveries/payload-store.ts";
import { buildTask } from "../../core/employees/build-task.ts";
import type { ContextLinks } from "../../core/employees/context-links.ts";
import type { FrozenTask } from "../../core/employees/frozen-task.ts";
import type { CallInput } from "../../core/employees/run-input.schema.ts";
import {
  findWorkflowRun,
  maxInputCharacters,
  type RunLink,
  requireWorkflow,
  type WorkflowRuns,
} from "../../core/employees/workflow-runs.ts";
import { FencedError, PermanentError } from "../../core/errors.ts";
import { executionName } from "../../core/jobs/job-id.ts";
import type { LogIds } from "../../core/jobs/log-ids.ts";
import type { TaskTokens } from "../../core/jobs/task-tokens.ts";
import type { Employee } from "../../core/roster/employee.ts";
import { requireEmployee } from "../../core/roster/roster.ts";
import type { Sha256 } from "../../core/sha256.ts";
import { cancelRun } from "./cancel-run.ts";

export interface StartWorkflowPorts {
  clock: Clock;
  sha256: Sha256;
  roster: Employee[];
  payloads: Pick<PayloadStore, "get">;
  callbacks: CallbackStore;
  runs: WorkflowRuns;
  tokens: Pick<TaskTokens, "succeed">;
  /** Address of the callbacks up to the opaque id. */
  callbackUrl: string;
  /** The names of the employees' secrets begin with it. */
  secretPrefix: string;
  links: ContextLinks;
  pause(milliseconds: number): Promise<unknown>;
  noteIds(ids: LogIds): void;
}

/** The run starts with this step, an earlier try has started it, or its result is there already. */
type Started = { run: "started" | "found" | "answered" };

/** What became of the cancellation; `publish` if a result was stored before. */
type Cancelled = { notice: CancelNotice | null; next?: "publish" | "end" };

/** GitHub lists a new run within seconds. Until then a lost response says nothing. */
const listedAfterMs = 15_000;
/** A link signed by a role ends with the role's session. */
const maxLinkSeconds = 3_600;

/**
 * Starts the employee's workflow, which sends its result to the callback; or cancels its run. A dispatch is not idempotent:
 * the intention is recorded before it, and a retry looks for the run before it sends another one. The run is found by its
 * title, so two runs can start only if the workflow does not set `run-name` and a response was lost. The callback accepts
 * one result, whichever run sends it.
 */
export async function startWorkflow(
  input: CallInput,
  ports: StartWorkflowPorts,
): Promise<Started | Cancelled> {
  const { job_id, attempt, context, task_token } = input;
  const frozen = (await ports.payloads.get(context.objects.context)) as FrozenTask;
  ports.noteIds({ ...frozen.task.ids, attempt, execution: executionName(job_id, attempt) });
  const employee = requireEmployee(ports.roster, frozen.task.employee);
  const key = ports.sha256(context.callback);
  if (input.cancel) return cancel(key, employee, ports);

  if (!task_token) throw new PermanentError("invalid_input", "The input has no task token");
  const expires_at = isoTime(ports.clock() + employee.timeout_seconds * 1000);
  const result_key = context.objects.result;
  const fresh = { key, job_id, attempt, employee: employee.name, result_key, task_token, expires_at };
  const callback = await ports.callbacks.open(fresh);
  if (callback.status === "CLOSED") {
    // An earlier try may have started the run.
    await cancelRun(key, employee, ports);
    throw new FencedError("callback_closed", "The job has ended");
  }
  if (callback.status === "RESULT") {
    await ports.tokens.succeed(task_token);
    return { run: "answered" };
  }
  if (callback.run) return { run: "found" };
  const found = await findEarlier(callback, employee, ports);
  const run = found ?? (await dispatch(callback, employee, frozen, input, ports));
  if (run) await ports.callbacks.note(key, { run });
  // The job may have been cancelled while GitHub started the run.
  const now = await ports.callbacks.read(key);
  if (now?.status === "CLOSED") return cancelRun(key, employee, ports);
  return { run: found ? "found" : "started" };
}

/** A result that was stored before counts, and its run may go on. */
async function cancel(key: string, employee: Employee, ports: StartWorkflowPorts): Promise<Cancelled> {
  const next = await closeCallback(key, ports.callbacks);
  if (next === "publish") return { notice: null, next };
  return { ...(await cancelRun(key, employee, ports)), next };
}

/** Finds the run that an earlier try may have started. Waits until GitHub lists it. */
async function findEarlier(
  callback: Callback,
  employee: Employee,
  { runs, clock, pause }: StartWorkflowPorts,
): Promise<RunLink | null> {
  if (callback.dispatched_at === null) return null;
  const found = await findWorkflowRun(callback, employee, runs);
  if (found) return found;
  const waitMs = Date.parse(callback.dispatched_at) + listedAfterMs - clock();
  if (waitMs <= 0) return null;
  await pause(waitMs);
  return findWorkflowRun(callback, employee, runs);
}

async function dispatch(
  { key, expires_at }: Callback,
  employee: Employee,
  frozen: FrozenTask,
  { attempt, context: { objects, callback } }: CallInput,
  ports: StartWorkflowPorts,
): Promise<RunLink | null> {
  const now = ports.clock();
  const seconds = Math.min(employee.timeout_seconds, maxLinkSeconds);
  const { sha256, bytes } = objects.context;
  const url = await ports.links.linkTo(objects.context, seconds);
  const task = buildTask(frozen, {
    attempt,
    context: { url, sha256, bytes, expires_at: isoTime(now + seconds * 1000) },
    callback: {
      url: `${ports.callbackUrl}${callback}`,
      secret_id: `${ports.secretPrefix}${employee.name}`,
    },
    deadline: Date.parse(expires_at),
  });
  const text = JSON.stringify(task);
  if (text.length > maxInputCharacters) {
    const message = `GitHub accepts ${maxInputCharacters} characters of input, and the task has ${text.length}: shorten the command`;
    throw new PermanentError("workflow_input_too_large", message);
  }
  await ports.callbacks.note(key, { dispatched_at: isoTime(now) });
  return ports.runs.start(requireWorkflow(employee), { task: text });
}
