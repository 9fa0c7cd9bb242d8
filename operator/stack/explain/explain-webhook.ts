import { createRolloutTable } from "../../../adapters/dynamodb/rollout-table.ts";
import { createCheckRuns } from "../../../adapters/github/checks.ts";
import { createGitHubRepository } from "../../../adapters/github/repository.ts";
import { sha256 } from "../../../adapters/runtime/sha256.ts";
import { readRequest } from "../../../core/checks/read-request.ts";
import type { ArgumentValidator } from "../../../core/commands/check-arguments.ts";
import { classifyWebhook } from "../../../core/deliveries/classify-webhook.ts";
import type { CommandRequest } from "../../../core/deliveries/command-request.ts";
import { explain, explainIgnored } from "../../../core/explain/explain.ts";
import type { Explanation } from "../../../core/explain/explanation.ts";
import { isWebhookPayload } from "../../../core/generated/validators.mjs";
import type { RepositoryReader } from "../../../core/github/repository-reader.ts";
import { createCurrentRollout } from "../../../core/routing/current-rollout.ts";
import { createArgumentAjv } from "../../../scripts/generate/argument-schemas.ts";
import type { Rules } from "../../../scripts/generate/read-rules.ts";
import { OperatorError } from "../errors.ts";
import type { Stack } from "../find-stack.ts";
import { stageModeOf } from "../rollout/deployed-rollout.ts";
import type { StackGitHub } from "../stack-github.ts";
import { stackPorts } from "../stack-ports.ts";

interface ExplainedWebhook {
  /** Null if receive-webhook would ignore it. */
  request: {
    event: string;
    repo: string;
    /** Null if it is not known. */
    pr_number: number | null;
    comment_id: number | null;
    sender: string;
    intent_key: string;
  } | null;
  explanation: Explanation;
}

export interface WebhookToExplain {
  event_type: string;
  payload: unknown;
  /** ISO 8601: when it was received, or would have been. */
  received_at: string;
  /** Takes the comment from the payload instead of GitHub, which need not have it. */
  trustPayload: boolean;
}

/** Explains a webhook by these rules and the current state of the stack and of GitHub. Changes nothing. */
export async function explainWebhook(
  { event_type, payload, received_at, trustPayload }: WebhookToExplain,
  { roster, policy }: Rules,
  stack: Stack,
  { client, apiUrl }: StackGitHub,
): Promise<ExplainedWebhook> {
  if (!isWebhookPayload(payload)) {
    const advice = "Use the JSON that GitHub sends, with its X-GitHub-Event header as --event.";
    throw new OperatorError("That is not the payload of a webhook from GitHub.", advice);
  }
  const webhook = { ...unsent, event_type, payload };
  const classified = classifyWebhook(webhook, { sha256, clock: () => Date.parse(received_at) });
  if (classified.kind === "invalid") {
    throw new OperatorError(`${classified.message}: the endpoint answers 400.`, "See --event.");
  }
  if (classified.kind === "ignored") return { request: null, explanation: notAccepted(classified.reason) };

  const { envelope } = classified;
  const { action, repo, comment_id, sender, intent_key } = envelope;
  const event = `${event_type}.${action}`;
  const described = { event, repo, comment_id, sender: sender.login, intent_key };
  const { jobs } = stackPorts(stack);
  const checks = createCheckRuns(client, { apiUrl, level: "read" });
  const reader = createGitHubRepository(client);
  const read = await readRequest(envelope, payload, { jobs, checks, reader, clock: Date.now });
  if ("ignored" in read) {
    const { pr_number } = envelope;
    return { request: { ...described, pr_number }, explanation: explainIgnored(read.ignored) };
  }
  const { request } = read;
  const rollouts = createRolloutTable(stack.output("IdempotencyTableName"));
  const explanation = await explain(read.envelope, request, {
    ...{ policy, roster, argumentValidators: argumentValidators(roster), jobs, clock: Date.now },
    reader: trustPayload ? withComment(request, reader) : reader,
    rollout: createCurrentRollout({ rollouts, clock: Date.now, stageMode: stageModeOf(stack) }),
  });
  return { request: { ...described, pr_number: read.envelope.pr_number }, explanation };
}

/** Placeholders: neither is part of a job's identity. */
const unsent = { delivery_id: "unsent", hook_id: "unsent" };

function withComment(
  { author, comment: { body } }: CommandRequest,
  reader: RepositoryReader,
): RepositoryReader {
  const comment = { author, body };
  return {
    ...reader,
    comment: async () => comment,
    standing: async (target, { login = null }) => ({
      ...(await reader.standing(target, { login })),
      comment,
    }),
  };
}

function notAccepted(reason: string): Explanation {
  const text = "The endpoint ignores it and stores nothing.";
  const steps = [{ check: reason, verdict: "no" as const, text }];
  return { decision: { kind: "ignored", reason }, rollout: null, steps, commands: [] };
}

/** Compiles the argument validators of a roster that was just read; the build does this ahead of time. */
function argumentValidators(roster: Rules["roster"]): Record<string, ArgumentValidator> {
  const ajv = createArgumentAjv();
  return Object.fromEntries(
    roster.flatMap(({ name, arguments: schema }) => (schema === null ? [] : [[name, ajv.compile(schema)]])),
  );
}
