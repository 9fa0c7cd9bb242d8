import { afterEach, expect, jest, test } from "@jest/globals";
import middy from "@middy/core";
import { statusError } from "../../../adapters/employees/failure.ts";
import { sha256 } from "../../../adapters/runtime/sha256.ts";
import type { EmployeeReply } from "../../../core/employees/employee-caller.ts";
import { isCallInput } from "../../../core/generated/validators.mjs";
import { callEmployee } from "../../../functions/call-employee/call-employee.ts";
import { compensateJob } from "../../../functions/compensate-job/compensate-job.ts";
import { freezeContext } from "../../../functions/freeze-context/freeze-context.ts";
import { publishFailure } from "../../../functions/publish-failure/publish-failure.ts";
import { publishResult } from "../../../functions/publish-result/publish-result.ts";
import { inputValidation } from "../../../middleware/input-validation.ts";
import { taskErrors } from "../../../middleware/task-errors.ts";
import { createStepPorts } from "../../fakes/answering.ts";
import { createFakeCallbackStore } from "../../fakes/callback-store.ts";
import {
  type CreateInstance,
  createInterpretedWorkflow,
  fakeTime,
  type Handler,
  passTime,
} from "../../fakes/interpreted-workflow.ts";
import { createFakeLog } from "../../fakes/log.ts";
import { anEmployee } from "../../fakes/records/employee.ts";

afterEach(() => {
  jest.useRealTimers();
});

const answered = JSON.stringify({ version: 1, outcome: "answered", markdown: "Fine.", usage: null });

/** A job of a webhook employee in the real workflow, whose endpoint responds with these replies in turn. */
async function answerOf(...replies: (() => EmployeeReply)[]) {
  jest.useFakeTimers(fakeTime);
  const step = createStepPorts();
  const ports = {
    ...step,
    roster: [
      anEmployee({
        runner: "webhook",
        webhook: { url: "https://bot.example.com/" },
        timeout_seconds: 600,
        heartbeat_seconds: 300,
      }),
    ],
  };
  const log = createFakeLog();
  const callbacks = createFakeCallbackStore();
  const notices: object[] = [];
  let calls = 0;
  const caller = {
    async call(): Promise<EmployeeReply> {
      calls += 1;
      return (replies[calls - 1] ?? replies.at(-1) ?? (() => "later" as const))();
    },
    async cancel(_employee: object, job: object) {
      notices.push(job);
      return "heard" as const;
    },
  };
  const chain = (work: (input: never) => Promise<unknown>): (() => Handler) => {
    const handler = middy<never, unknown>()
      .use(taskErrors({ log }))
      .handler((input) => work(input));
    return () => handler as unknown as Handler;
  };
  const create: CreateInstance = {
    AcknowledgeJob: chain(async () => ({ next: "run" })),
    FreezeContext: chain((input) => freezeContext(input, ports)),
    CallEmployee: () =>
      middy<never, unknown>()
        .use(taskErrors({ log }))
        .use(inputValidation(isCallInput))
        .handler((input) =>
          callEmployee(
            input,
            { ...ports, ...outside, tokens: workflow.tokens },
            new AbortController().signal,
          ),
        ) as unknown as Handler,
    PublishResult: chain((input) => publishResult(input, ports)),
    CompensateJob: chain((input) => compensateJob(input, ports)),
    PublishFailure: chain((input) => publishFailure(input, ports)),
  };
  const outside = {
    ...{ callbacks, callers: { webhook: caller, lambda: caller }, noteIds() {} },
    links: { linkTo: async () => "https://bucket.example.com/context" },
    callbackUrl: "https://hooks.example.com/callbacks/",
    secretIdOf: (name: string) => name,
  };
  const workflow = createInterpretedWorkflow(create);
  void workflow.start("job-r1", ports.input);
  await passTime(120);
  return {
    ...{ ports, workflow, callbacks, notices, log },
    calls: () => calls,
    callback: async () => callbacks.read((await ports.stored()).callback ?? ""),
    status: () => workflow.executions.get("job-r1")?.status,
    comment: () => ports.writer.bodies().join("\n"),
  };
}

test("a result in the response is the answer", async () => {
  const job = await answerOf(() => ({ result: answered }));

  expect([job.status(), job.calls(), job.notices]).toEqual(["SUCCEEDED", 1, []]);
  expect(job.comment()).toContain("Fine.");
  expect(await job.callback()).toMatchObject({ status: "RESULT" });
});

test("an endpoint that is down for a while is called again, and a later result is the answer", async () => {
  const down = () => {
    throw statusError(503, null);
  };
  const job = await answerOf(down, down, () => "later");
  const callback = await job.callback();
  expect([job.status(), job.calls(), callback?.status]).toEqual(["RUNNING", 3, "OPEN"]);

  await job.ports.payloads.putOnce(callback?.result_key ?? "", answered);
  await job.callbacks.end(callback?.key ?? "", "RESULT");
  await job.workflow.tokens.succeed(callback?.task_token ?? "");
  await passTime(5);
  expect(job.status()).toBe("SUCCEEDED");
  expect(job.comment()).toContain("Fine.");
});

test("garbage ends the job as failed, with the reason and nothing of the garbage", async () => {
  const garbage = { outcome: "answered", markdown: 7, usage: null, note: "<script>@octo-org/admins" };
  const job = await answerOf(() => ({ result: JSON.stringify(garbage) }));

  expect(await job.ports.stored()).toMatchObject({ state: "NOTIFIED", outcome: "failed" });
  expect(job.comment()).toContain("(`result_malformed`): its result does not match version 1");
  expect(job.comment() + JSON.stringify(job.log.lines)).not.toMatch(/<script>|octo-org\/admins/);
});

test("a refused task ends the job at once, and the employee gets a cancel notice", async () => {
  const job = await answerOf(() => {
    throw statusError(422, null);
  });

  expect([job.calls(), job.notices.length]).toEqual([1, 1]);
  expect(job.comment()).toContain("(`employee_http_422`): its endpoint responded with HTTP 422");
});

test("neither the link to the context nor the callback's id is in the log", async () => {
  const job = await answerOf(() => "later");
  const { task_token = "", key } = (await job.callback()) ?? {};

  const lines = JSON.stringify(job.log.lines);
  expect(lines).toContain("step done");
  expect(lines).not.toMatch(/bucket\.example\.com|callbacks\//);
  expect(lines).not.toContain(task_token);
  const texts = lines.match(/[A-Za-z0-9_-]{48}/g) ?? [];
  expect(texts.map((text) => sha256(text))).not.toContain(key);
});
