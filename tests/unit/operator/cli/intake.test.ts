import { userInfo } from "node:os";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createOperationLog } from "../../../../operator/stack/operation-log.ts";
import { type OperatorStack, startOperatorStack } from "../../../fakes/operator-stack.ts";
import { anEnvelope } from "../../../fakes/records/envelope.ts";
import { until } from "../../local/aws/until.ts";

let stack: OperatorStack;

beforeAll(async () => {
  stack = await startOperatorStack({});
});

afterAll(() => stack.stop());

async function waiting(): Promise<number> {
  const { Attributes = {} } = await new SQSClient({}).send(
    new GetQueueAttributesCommand({ QueueUrl: stack.ref("EventQueue"), AttributeNames: ["All"] }),
  );
  return Number(Attributes.ApproximateNumberOfMessages);
}

test("keeps messages in the queue during a pause, and dispatches them afterwards", async () => {
  await stack.queue.send(anEnvelope({ delivery_id: "before" }));
  await until(() => stack.dispatched().includes("before"));

  const paused = await stack.run(["pause", "--reason", "restoring", "--actor", "ada"]);
  expect(paused.code).toBe(0);
  expect(paused.stdout).toContain("Paused: webhooks are accepted");
  await stack.queue.send(anEnvelope({ delivery_id: "meanwhile" }));
  // A poll that was still in progress would have received it by now.
  const again = await stack.run(["pause", "--reason", "again"]);
  expect(again.stdout).toMatch(
    /^The intake of pr-comment-automation-test is already paused, by operator:ada since \S+Z \([\d.]+ s ago\): restoring\.$/m,
  );
  expect(await waiting()).toBe(1);
  expect(stack.dispatched()).toEqual(["before"]);

  const resumed = await stack.run(["resume", "--reason", "restored"]);
  expect(resumed.stdout).toContain("Resumed: dispatching");
  await until(() => stack.dispatched().includes("meanwhile"));
  const nothing = await stack.run(["resume", "--reason", "again"]);
  expect(nothing.stdout).toContain("is not paused");

  // Without --actor it is the AWS identity. Calls without a change are not recorded.
  const operations = await createOperationLog(stack.ref("IdempotencyTable")).latest(9, ["pause", "resume"]);
  expect(operations.map(({ kind, actor, reason }) => ({ kind, actor, reason }))).toEqual([
    { kind: "resume", actor: `operator:${userInfo().username}`, reason: "restored" },
    { kind: "pause", actor: "operator:ada", reason: "restoring" },
  ]);
});
