import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Context, SQSEvent } from "aws-lambda";
import { createHandler as acknowledge } from "../../functions/acknowledge-job/handler.ts";
import { createHandler as compensate } from "../../functions/compensate-job/handler.ts";
import { createHandler as dispatch } from "../../functions/dispatch-event/handler.ts";
import { createHandler as freeze } from "../../functions/freeze-context/handler.ts";
import { createHandler as publishFailure } from "../../functions/publish-failure/handler.ts";
import { createHandler as publishResult } from "../../functions/publish-result/handler.ts";
import { createHandler as run } from "../../functions/run-employee/handler.ts";
import { createDispatcherPorts } from "../fakes/dispatcher.ts";
import { createFakeLog, type FakeLog } from "../fakes/log.ts";
import { createFakePullRequestWriter } from "../fakes/pull-request-writer.ts";
import { aBatch } from "../fakes/records/batch.ts";
import { fakeRunners } from "../fakes/runners.ts";
import { createWebhookEndpoint } from "../fakes/webhook-endpoint.ts";
import { exampleComment } from "../fakes/webhooks/examples.ts";
import { signedEvent } from "../fakes/webhooks/signed-event.ts";

const delivery_id = "72d3162e-cc78-11e3-81ab-4c9367dc0958";
const context = () => ({ getRemainingTimeInMillis: () => 60_000 }) as Context;
const model = () => Promise.reject(new Error("no model here"));

type Step = (event: unknown, context: Context) => Promise<unknown>;

/** Takes one comment through all functions, each with a log of its own. */
async function travel(...steps: string[]) {
  const logs: Record<string, FakeLog> = {};
  const logFor = (name: string): FakeLog => {
    logs[name] ??= createFakeLog();
    return logs[name];
  };
  const ports = {
    ...createDispatcherPorts(),
    writer: createFakePullRequestWriter(),
    runners: fakeRunners({ model }),
  };
  ports.reader.repository.permissions = { Codertocat: "write" };

  const { queue, deliver } = createWebhookEndpoint({ log: logFor("receiveWebhook") });
  await deliver(signedEvent("issue_comment", "created", { payload: exampleComment("/summary") }));

  const dispatcher = dispatch({ ...ports, log: logFor("dispatchEvent"), delayMessage: async () => {} });
  await dispatcher(asBatch(queue.sent), context());

  const [job] = ports.jobs.all();
  const failure = { Error: "UnexpectedError", Cause: "{}" };
  let input: object = { job_id: job?.job_id, attempt: 1, failure };
  const handlers = { acknowledge, freeze, run, publishResult, compensate, publishFailure };
  for (const [name, create] of Object.entries(handlers)) {
    const handler = create({ ...ports, log: logFor(name) }) as Step;
    if (!steps.includes(name)) continue;
    const output = await handler(input, context());
    if (name === "freeze") input = { ...input, context: output };
  }
  const [execution] = ports.workflow.executions.keys();
  return { logs, job_id: job?.job_id, execution, comment_id: ports.writer.comments[0]?.id };
}

/** The fake queue numbers its messages from one. */
function asBatch(sent: unknown[]): SQSEvent {
  const { Records } = aBatch(sent.map((envelope) => JSON.stringify(envelope)));
  return { Records: Records.map((record, index) => ({ ...record, messageId: `message-${index + 1}` })) };
}

describe.each([
  ["answered", ["acknowledge", "freeze", "run", "publishResult"]],
  ["failed", ["acknowledge", "compensate", "publishFailure"]],
])("a delivery whose job is %s can be traced from its first log line to its comment", (_end, steps) => {
  let way: Awaited<ReturnType<typeof travel>>;

  beforeAll(async () => {
    way = await travel(...steps);
  });

  test("all its IDs are in the log", () => {
    expect(way).toMatchObject({
      job_id: expect.stringMatching(/^[a-z2-7]{26}-summary$/),
      execution: `${way.job_id}-r1`,
      comment_id: expect.any(Number),
    });
  });

  test("every line of every function has the delivery, the intent and the pull request", () => {
    const lines = Object.values(way.logs).flatMap((log) => log.lines);
    // The last step has two lines: the job's end and its own.
    expect(lines).toHaveLength(2 + steps.length + 1);
    const intents = new Set(lines.map(({ fields }) => fields.intent_key));
    expect([...intents]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    for (const { fields } of lines) {
      expect(fields).toMatchObject({ delivery_id, repo: "Codertocat/Hello-World", pr_number: 1 });
    }
  });

  test("the webhook's line has the message; the dispatcher's has the message, the job and its execution", () => {
    const { receiveWebhook, dispatchEvent } = way.logs;
    expect(receiveWebhook?.lines).toMatchObject([{ fields: { message_id: "message-1" } }]);
    const { job_id, execution } = way;
    const fields = { message_id: "message-1", job_ids: [job_id], executions: [execution] };
    expect(dispatchEvent?.lines).toMatchObject([{ fields }]);
  });

  test.each(steps)("the line of %s has the job, its attempt, its execution and the comment", (step) => {
    const { job_id, execution, comment_id } = way;
    const lines = way.logs[step]?.lines ?? [];
    expect(lines.at(-1)).toMatchObject({ message: "step done" });
    for (const { fields } of lines)
      expect(fields).toMatchObject({ job_id, attempt: 1, execution, comment_id });
  });
});
