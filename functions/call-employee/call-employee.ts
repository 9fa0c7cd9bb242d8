import type { CallbackStore } from "../../core/callbacks/callback-store.ts";
import { closeCallback } from "../../core/callbacks/close-callback.ts";
import { type Clock, isoTime } from "../../core/clock.ts";
import type { PayloadStore, StoredRef } from "../../core/deliveries/payload-store.ts";
import { buildTask } from "../../core/employees/build-task.ts";
import type { ContextLinks } from "../../core/employees/context-links.ts";
import {
  type CalledRunnerName,
  calledRunners,
  type EmployeeCaller,
} from "../../core/employees/employee-caller.ts";
import type { FrozenTask } from "../../core/employees/frozen-task.ts";
import type { CallInput } from "../../core/employees/run-input.schema.ts";
import type { Task } from "../../core/employees/task.schema.ts";
import { FencedError, InvalidError, PermanentError } from "../../core/errors.ts";
import { executionName } from "../../core/jobs/job-id.ts";
import type { LogIds } from "../../core/jobs/log-ids.ts";
import type { TaskTokens } from "../../core/jobs/task-tokens.ts";
import type { Employee } from "../../core/roster/employee.ts";
import { requireEmployee } from "../../core/roster/roster.ts";
import type { Sha256 } from "../../core/sha256.ts";

export interface CallEmployeePorts {
  payloads: Pick<PayloadStore, "get" | "putOnce">;
  links: ContextLinks;
  callbacks: Pick<CallbackStore, "open" | "end" | "note">;
  tokens: Pick<TaskTokens, "succeed">;
  callers: Record<CalledRunnerName, EmployeeCaller>;
  roster: Employee[];
  clock: Clock;
  sha256: Sha256;
  /** Address of the callbacks, to which the id is appended. */
  callbackUrl: string;
  /** Returns the name of the secret that signs an employee's callbacks. */
  secretIdOf(employee: string): string;
  noteIds(ids: LogIds): void;
}

/** What the log says: the result is there, or comes later, or was there before; or what became of the cancel notice. */
export interface CallOutcome {
  call: "result" | "later" | "repeated" | "cancelled";
  /** After a cancellation: `publish` if a result was stored before. */
  next?: "publish" | "end";
}

/** A link is used at once, so it is valid for an hour, or for the run if that is shorter. */
const longestLinkSeconds = 3_600;

/**
 * Gives a task to an employee outside the stack, and ends the waiting state if the employee responds with the result. The
 * callback exists before the call, so a result that arrives at once finds it. A retry with a result makes no call.
 */
export async function callEmployee(
  input: CallInput,
  ports: CallEmployeePorts,
  signal: AbortSignal,
): Promise<CallOutcome> {
  const { job_id, attempt, context } = input;
  const frozen = (await ports.payloads.get(context.objects.context)) as FrozenTask;
  ports.noteIds({ ...frozen.task.ids, attempt, execution: executionName(job_id, attempt) });
  const employee = requireEmployee(ports.roster, frozen.task.employee);
  const caller = callerOf(employee, ports);
  if (input.cancel) return cancel(input, employee, caller, ports, signal);

  const { task_token } = input;
  if (!task_token) throw new InvalidError("task_token_missing", "The input has no task token");
  const deadline = ports.clock() + context.timeout_seconds * 1_000;
  const key = ports.sha256(context.callback);
  const { status } = await ports.callbacks.open({
    ...{ key, job_id, attempt, employee: employee.name, result_key: context.objects.result, task_token },
    expires_at: isoTime(deadline),
  });
  if (status === "CLOSED") throw new FencedError("callback_closed", "The job has ended");
  if (status === "RESULT") {
    await ports.tokens.succeed(task_token);
    return { call: "repeated" };
  }

  const task = await taskFor(input, frozen, employee, deadline, ports);
  const timeout = AbortSignal.timeout(context.timeout_seconds * 1_000);
  const reply = await caller
    .call(employee, task, AbortSignal.any([signal, timeout]))
    .catch((error: unknown) => {
      throw timeout.aborted ? tooLong(employee, error) : error;
    });
  if (reply === "later") return { call: "later" };
  await ports.payloads.putOnce(context.objects.result, reply.result);
  await ports.callbacks.end(key, "RESULT");
  await ports.tokens.succeed(task_token);
  return { call: "result" };
}

/** Closes the callback, tells the employee that its job is cancelled, and records what it said. */
async function cancel(
  { job_id, attempt, context }: CallInput,
  employee: Employee,
  caller: EmployeeCaller,
  ports: CallEmployeePorts,
  signal: AbortSignal,
): Promise<CallOutcome> {
  const key = ports.sha256(context.callback);
  const next = await closeCallback(key, ports.callbacks);
  if (next === "publish") return { call: "repeated", next };
  const job = { version: 1, type: "cancelled", job_id, attempt } as const;
  const notice = await caller.cancel(employee, job, signal);
  if (notice) await ports.callbacks.note(key, { notice });
  return { call: "cancelled", next };
}

/** A retry would give the employee its whole time again. */
function tooLong({ name }: Employee, cause: unknown): PermanentError {
  return new PermanentError("employee_timeout", `${name} took longer than its timeout_seconds`, { cause });
}

function callerOf({ name, runner }: Employee, { callers }: CallEmployeePorts): EmployeeCaller {
  const known = calledRunners.find((called) => called === runner);
  if (known) return callers[known];
  throw new PermanentError(
    "runner_changed",
    `The runner of ${name} changed after the command was accepted: give the command again`,
  );
}

async function taskFor(
  { attempt, context }: CallInput,
  frozen: FrozenTask,
  employee: Employee,
  deadline: number,
  ports: CallEmployeePorts,
): Promise<Task> {
  const callback = {
    url: `${ports.callbackUrl}${context.callback}`,
    secret_id: ports.secretIdOf(employee.name),
  };
  return buildTask(frozen, {
    attempt,
    context: await linkOf(context.objects.context, context.timeout_seconds, ports),
    callback: employee.runner === "lambda" ? null : callback,
    deadline,
  });
}

async function linkOf(
  ref: StoredRef,
  timeoutSeconds: number,
  { links, clock }: CallEmployeePorts,
): Promise<Task["context"]> {
  const seconds = Math.min(timeoutSeconds, longestLinkSeconds);
  const expires_at = isoTime(clock() + seconds * 1_000);
  return { url: await links.linkTo(ref, seconds), sha256: ref.sha256, bytes: ref.bytes, expires_at };
}
