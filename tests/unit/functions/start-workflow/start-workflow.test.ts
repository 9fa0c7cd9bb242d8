import { describe, expect, test } from "@jest/globals";
import type { Task } from "../../../../core/employees/task.schema.ts";
import { PermanentError, RetryableError } from "../../../../core/errors.ts";
import { isTask } from "../../../../core/generated/validators.mjs";
import { startWorkflow } from "../../../../functions/start-workflow/start-workflow.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { aFrozenTask } from "../../../fakes/records/task.ts";
import { employee, prepared } from "./rig.ts";

function taskOf(inputs: Record<string, string> | undefined): Task {
  const task: unknown = JSON.parse(inputs?.task ?? "null");
  if (!isTask(task)) throw new Error("The input is no task");
  return task;
}

describe("starting a run", () => {
  test("gives the workflow the task, with the pinned commit, and records the run", async () => {
    const { ports, input, callback, context, links } = await prepared();
    expect(await startWorkflow(input("token-1"), ports)).toEqual({ run: "started" });
    const [run] = ports.runs.runs;
    expect(Object.keys(run?.inputs ?? {})).toEqual(["task"]);
    const task = taskOf(run?.inputs);
    expect(task).toMatchObject({
      ...{ version: 1, job_id: aFrozenTask().task.job_id, attempt: 1, employee: "summary" },
      pull_request: { head_sha: aFrozenTask().head_sha },
      context: { sha256: context.objects.context.sha256, expires_at: "2026-11-23T09:10:00.000Z" },
      callback: {
        url: `https://hooks.example.com/callbacks/${context.callback}`,
        secret_id: "service/test/employees/summary",
      },
      deadline: "2026-11-23T09:10:00.000Z",
    });
    expect(links).toEqual([600]);
    expect(await callback()).toMatchObject({
      ...{ status: "OPEN", task_token: "token-1", result_key: context.objects.result },
      dispatched_at: "2026-11-23T09:00:00.000Z",
      run: { id: run?.id, url: run?.url },
    });
  });

  test("the link to the context lasts an hour at most", async () => {
    const { ports, input, links } = await prepared();
    const roster = [{ ...employee, timeout_seconds: 86_400 }];
    await startWorkflow(input("token-1"), { ...ports, roster });
    expect(links).toEqual([3_600]);
    const { context, deadline } = taskOf(ports.runs.runs[0]?.inputs);
    expect([context.expires_at, deadline]).toEqual(["2026-11-23T10:00:00.000Z", "2026-11-24T09:00:00.000Z"]);
  });

  test("a run that GitHub does not name stays unknown until it is looked up", async () => {
    const { ports, input, callback } = await prepared();
    ports.runs.namesRuns = false;
    expect(await startWorkflow(input("token-1"), ports)).toEqual({ run: "started" });
    expect(await callback()).toMatchObject({ run: null, status: "OPEN" });
  });

  test("a task that is too large for GitHub is refused before it is sent", async () => {
    const { task, ...frozen } = aFrozenTask();
    const command = { ...task.command, text: "x".repeat(65_000) };
    const { ports, input, callback } = await prepared({ ...frozen, task: { ...task, command } });
    await expect(startWorkflow(input("token-1"), ports)).rejects.toMatchObject({
      ...{ name: "PermanentError", code: "workflow_input_too_large" },
    });
    expect(ports.runs.runs).toEqual([]);
    expect(await callback()).toMatchObject({ dispatched_at: null });
  });

  test("an employee that has another runner now is refused", async () => {
    const { ports, input } = await prepared();
    const roster = [anEmployee()];
    await expect(startWorkflow(input("token-1"), { ...ports, roster })).rejects.toMatchObject({
      code: "runner_changed",
    });
  });

  test("an input without a task token is refused", async () => {
    const { ports, input } = await prepared();
    const { task_token: _token, ...rest } = input("");
    await expect(startWorkflow(rest, ports)).rejects.toThrow(PermanentError);
  });
});

describe("a retry", () => {
  test("of a run with a result opens the state with the new token", async () => {
    const { ports, input, key } = await prepared();
    await startWorkflow(input("token-1"), ports);
    await ports.callbacks.end(key, "RESULT");
    expect(await startWorkflow(input("token-2"), ports)).toEqual({ run: "answered" });
    expect(ports.tokens.sent).toEqual(["succeed token-2"]);
    expect(ports.runs.runs).toHaveLength(1);
  });

  test("of a started run starts none, and gives the callback the new token", async () => {
    const { ports, input, callback } = await prepared();
    await startWorkflow(input("token-1"), ports);
    expect(await startWorkflow(input("token-2"), ports)).toEqual({ run: "found" });
    expect(ports.runs.runs).toHaveLength(1);
    expect(await callback()).toMatchObject({ task_token: "token-2" });
  });

  test("after a lost response waits until GitHub lists the run, and starts none", async () => {
    const { ports, input, callback, clock } = await prepared();
    const late = ports.runs.runs;
    const losing = {
      ...ports.runs,
      start: async (...args: Parameters<typeof ports.runs.start>) => {
        await ports.runs.start(...args);
        throw new RetryableError("github_unreachable", "GitHub did not answer");
      },
    };
    await expect(startWorkflow(input("token-1"), { ...ports, runs: losing })).rejects.toThrow(RetryableError);
    const hidden = late.splice(0);
    const before = clock();
    const pause = async (milliseconds: number) => {
      clock.advance(milliseconds);
      late.push(...hidden);
    };
    expect(await startWorkflow(input("token-2"), { ...ports, pause })).toEqual({ run: "found" });
    expect(clock() - before).toBe(15_000);
    expect(late).toHaveLength(1);
    expect((await callback())?.run?.id).toBe(late[0]?.id);
  });

  test("hours after a lost response finds the run, and its result is not late yet", async () => {
    const { ports, input, callback, clock } = await prepared();
    const losing = {
      ...ports.runs,
      start: async (...args: Parameters<typeof ports.runs.start>) => {
        await ports.runs.start(...args);
        throw new RetryableError("github_unreachable", "GitHub did not answer");
      },
    };
    await expect(startWorkflow(input("token-1"), { ...ports, runs: losing })).rejects.toThrow(RetryableError);
    clock.advance(4 * 3_600_000);
    expect(await startWorkflow(input("token-2"), ports)).toEqual({ run: "found" });
    expect(ports.runs.runs).toHaveLength(1);
    expect((await callback())?.expires_at).toBe("2026-11-23T13:10:00.000Z");
  });

  test("after a request that GitHub never got sends it again", async () => {
    const { ports, input, clock } = await prepared();
    const failing = {
      ...ports.runs,
      start: async () => {
        throw new RetryableError("github_unreachable", "GitHub did not answer");
      },
    };
    await expect(startWorkflow(input("token-1"), { ...ports, runs: failing })).rejects.toThrow(
      RetryableError,
    );
    clock.advance(20_000);
    expect(await startWorkflow(input("token-2"), ports)).toEqual({ run: "started" });
    expect(ports.runs.runs).toHaveLength(1);
  });

  test("does not take the run of another attempt for its own", async () => {
    const { ports, input, key } = await prepared();
    await startWorkflow({ ...input("token-1"), attempt: 2 }, ports);
    const [other] = ports.runs.runs;
    const second = await prepared();
    second.ports.runs.runs.push(...ports.runs.runs);
    await second.ports.callbacks.open({
      ...{ key, job_id: aFrozenTask().task.job_id, attempt: 1, employee: "summary", task_token: "token-1" },
      ...{ result_key: second.context.objects.result, expires_at: "2026-11-23T09:10:00.000Z" },
    });
    await second.ports.callbacks.note(key, { dispatched_at: "2026-11-23T09:00:00.000Z" });
    expect(await startWorkflow(second.input("token-2"), second.ports)).toEqual({ run: "started" });
    expect((await second.callback())?.run?.id).not.toBe(other?.id);
  });
});

describe("a cancelled job", () => {
  test("whose result is stored already is published, and its run goes on", async () => {
    const { ports, input, cancel, callback } = await prepared();
    await startWorkflow(input("token-1"), ports);
    await ports.callbacks.end((await callback())?.key ?? "", "RESULT");
    expect(await startWorkflow(cancel, ports)).toEqual({ notice: null, next: "publish" });
    expect(ports.runs.runs[0]?.conclusion).toBeNull();
  });

  test("cancels its run, and closes the callback", async () => {
    const { ports, input, cancel, callback } = await prepared();
    await startWorkflow(input("token-1"), ports);
    expect(await startWorkflow(cancel, ports)).toEqual({ notice: "heard", next: "end" });
    expect(ports.runs.runs[0]?.conclusion).toBe("cancelled");
    expect(await callback()).toMatchObject({ status: "CLOSED", notice: "heard" });
    expect(await startWorkflow(cancel, ports)).toEqual({ notice: "heard", next: "end" });
  });

  test("says that a completed run could not be cancelled", async () => {
    const { ports, input, cancel, callback } = await prepared();
    await startWorkflow(input("token-1"), ports);
    ports.runs.complete(ports.runs.runs[0]?.id ?? 0, "success");
    expect(await startWorkflow(cancel, ports)).toEqual({ notice: "refused", next: "end" });
    expect(await callback()).toMatchObject({ notice: "refused" });
  });

  test("finds a run whose response was lost", async () => {
    const { ports, input, cancel, callback } = await prepared();
    ports.runs.namesRuns = false;
    await startWorkflow(input("token-1"), ports);
    expect(await startWorkflow(cancel, ports)).toEqual({ notice: "heard", next: "end" });
    expect(await callback()).toMatchObject({ notice: "heard", run: { id: ports.runs.runs[0]?.id } });
  });

  test("is `unreachable` while GitHub does not answer, and heard by a later try", async () => {
    const { ports, input, cancel, callback } = await prepared();
    await startWorkflow(input("token-1"), ports);
    const runs = {
      ...ports.runs,
      cancel: async () => {
        throw new RetryableError("github_failed", "GitHub failed");
      },
    };
    await expect(startWorkflow(cancel, { ...ports, runs })).rejects.toThrow(RetryableError);
    expect(await callback()).toMatchObject({ notice: "unreachable" });
    expect(await startWorkflow(cancel, ports)).toEqual({ notice: "heard", next: "end" });
  });

  test("that never started a run has nothing to cancel", async () => {
    const { ports, cancel } = await prepared();
    expect(await startWorkflow(cancel, ports)).toEqual({ notice: null, next: "end" });
  });

  test("cancels the run that GitHub starts at the same time", async () => {
    const { ports, input, key, callback } = await prepared();
    const runs = {
      ...ports.runs,
      start: async (...args: Parameters<typeof ports.runs.start>) => {
        await ports.callbacks.end(key, "CLOSED");
        return ports.runs.start(...args);
      },
    };
    expect(await startWorkflow(input("token-1"), { ...ports, runs })).toEqual({ notice: "heard" });
    expect(ports.runs.runs[0]?.conclusion).toBe("cancelled");
    expect(await callback()).toMatchObject({ status: "CLOSED", notice: "heard" });
  });

  test("does not start a run in a later try, and cancels that of an earlier one", async () => {
    const { ports, input, key } = await prepared();
    await startWorkflow(input("token-1"), ports);
    await ports.callbacks.end(key, "CLOSED");
    await expect(startWorkflow(input("token-2"), ports)).rejects.toMatchObject({
      ...{ name: "FencedError", code: "callback_closed" },
    });
    expect(ports.runs.runs.map(({ conclusion }) => conclusion)).toEqual(["cancelled"]);
  });
});
