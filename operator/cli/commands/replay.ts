import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { isTerminal } from "../../../core/jobs/job-state.ts";
import { actorOf } from "../../stack/actor.ts";
import { OperatorError } from "../../stack/errors.ts";
import { findStack, type Stack } from "../../stack/find-stack.ts";
import { type ApiUrlOptions, apiUrlOf } from "../../stack/github-url.ts";
import { unknownJob } from "../../stack/jobs/change-job.ts";
import { createOperationLog, noteOnDelivery } from "../../stack/operation-log.ts";
import { stackGitHub } from "../../stack/stack-github.ts";
import { stackPorts } from "../../stack/stack-ports.ts";
import { webhookSecretOf } from "../../stack/stack-secret.ts";
import { type CapturedWebhook, readCapturedWebhook } from "../../stack/webhooks/captured-webhook.ts";
import { findEnvelope } from "../../stack/webhooks/find-envelope.ts";
import { sendWebhook, type WebhookResponse } from "../../stack/webhooks/send-webhook.ts";
import { readStoredWebhook } from "../../stack/webhooks/stored-webhook.ts";
import { type Io, print } from "../io.ts";
import { type ChangeOptions, changeCommand } from "../options/change-options.ts";
import { type HookOptions, requestsOf, withHook } from "../options/hook-option.ts";
import { withApiUrl, withExamples } from "../options/stack-options.ts";

type Options = ChangeOptions & ApiUrlOptions & HookOptions;

export function addReplay(named: Command, io: Io): void {
  const command = withHook(changeCommand(named)).argument(
    "<what>",
    "a file that `capture` wrote, s3://bucket/key, or a job ID",
  );
  withApiUrl(command).action((what: string, options: Options) => replay(what, options, io));
  withExamples(
    command,
    'replay hook.json --stage local --reason "to see what happens"',
    'replay q5n2kd7ucrxw6hs3ezfyjg4tba-security --stage prod --reason "its message was lost"',
  );
}

async function replay(what: string, options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  if (what.startsWith("s3://"))
    return sendToEndpoint(await readStoredWebhook(what, stack), what, stack, options, io);
  if (what.endsWith(".json") || existsSync(what)) {
    const text = await readFile(what, "utf8").catch((error: unknown) => {
      throw new OperatorError(`${what} cannot be read.`, "Check the path.", { cause: error });
    });
    return sendToEndpoint(readCapturedWebhook(text, what), what, stack, options, io);
  }
  return replayJob(what, stack, options, io);
}

/** Sends the webhook to the public endpoint, signed with the stack's current secret. */
async function sendToEndpoint(
  webhook: CapturedWebhook,
  source: string,
  stack: Stack,
  options: Options,
  io: Io,
): Promise<void> {
  const secret = await webhookSecretOf(stack);
  const { "x-github-delivery": delivery_id = "", "x-github-hook-id": hook_id = "" } = webhook.headers;
  await record({ delivery_id, hook_id, source }, stack, options);
  const answer = await sendWebhook(stack.output("WebhookUrl"), webhook, secret);
  print(io.stdout, describe(answer, delivery_id));
}

function describe({ status, duplicate, reason }: WebhookResponse, delivery: string): string {
  if (duplicate) return `${delivery} was accepted before: a duplicate, which changes nothing.`;
  if (status === 202) return `${delivery} was accepted.`;
  return `${delivery} was accepted; there is nothing to do${reason ? ` (${reason})` : ""}.`;
}

async function replayJob(id: string, stack: Stack, options: Options, io: Io): Promise<void> {
  const ports = stackPorts(stack);
  const job = await ports.jobs.read(id);
  if (!job) {
    const { message, advice } = unknownJob(id, stack);
    throw new OperatorError(message, advice);
  }
  if (isTerminal(job.state)) {
    const advice = `To retry it: retry ${id} --stage ${stack.stage} --reason …`;
    throw new OperatorError(
      `The job ${id} has already finished (${job.state}): a replay would change nothing.`,
      advice,
    );
  }
  const envelope = await findEnvelope(job, ports, async () => {
    const github = await stackGitHub(stack, ports, apiUrlOf(options, io.env, stack));
    return requestsOf(github.client, options);
  });
  const { delivery_id, hook_id } = job;
  await record({ delivery_id, hook_id, job_id: id }, stack, options);
  const message = await ports.queue.send(envelope);
  print(io.stdout, `Re-queued the delivery of ${id}: message ${message}.`);
}

async function record(
  ids: { delivery_id: string; hook_id: string } & Record<string, string>,
  stack: Stack,
  options: Options,
): Promise<void> {
  const table = stack.output("IdempotencyTableName");
  const done = { kind: "replay", actor: await actorOf(options, stack), reason: options.reason, ids };
  await noteOnDelivery(table, ids, await createOperationLog(table).record(done, ids.delivery_id));
}
