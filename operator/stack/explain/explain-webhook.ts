import { createRolloutTable } from "../../../adapters/dynamodb/rollout-table.ts";
import { createGitHubRepository } from "../../../adapters/github/repository.ts";
import { sha256 } from "../../../adapters/runtime/sha256.ts";
import { classifyWebhook } from "../../../core/deliveries/classify-webhook.ts";
import { type CommandRequest, readCommandRequest } from "../../../core/deliveries/command-request.ts";
import { explain } from "../../../core/explain/explain.ts";
import type { Explanation } from "../../../core/explain/explanation.ts";
import { isWebhookPayload } from "../../../core/generated/validators.mjs";
import type { RepositoryReader } from "../../../core/github/repository-reader.ts";
import { createCurrentRollout } from "../../../core/routing/current-rollout.ts";
import type { Rules } from "../../../scripts/generate/read-rules.ts";
import { CommandError } from "../errors.ts";
import type { Stack } from "../find-stack.ts";
import { stageModeOf } from "../rollout/deployed-rollout.ts";
import { argumentValidators } from "../rules/argument-validators.ts";
import type { StackGitHub } from "../stack-github.ts";
import { stackPorts } from "../stack-ports.ts";

export interface ExplainedWebhook {
  /** What it asks for; null when receive-webhook would not take it. */
  request: {
    event: string;
    repo: string;
    pr_number: number;
    comment_id: number | null;
    sender: string;
    intent_key: string;
  } | null;
  explanation: Explanation;
}

export interface WebhookToExplain {
  event_type: string;
  payload: unknown;
  /** When it came, or would have come; ISO 8601. */
  received_at: string;
  /** Believe what it says of the comment: GitHub need not have one. */
  believe: boolean;
}

/** Explains a webhook by these rules and the present state of the stack's tables and of GitHub. Writes nothing. */
export async function explainWebhook(
  { event_type, payload, received_at, believe }: WebhookToExplain,
  { roster, policy }: Rules,
  stack: Stack,
  { client }: StackGitHub,
): Promise<ExplainedWebhook> {
  if (!isWebhookPayload(payload)) {
    const advice = "It has to be the JSON that GitHub sends, and --event the header X-GitHub-Event of it.";
    throw new CommandError("That is no payload of a webhook of GitHub's.", advice);
  }
  const webhook = { ...unsent, event_type, payload };
  const classified = classifyWebhook(webhook, { sha256, clock: () => Date.parse(received_at) });
  if (classified.kind === "invalid") {
    throw new CommandError(`${classified.message}: the endpoint answers 400.`, "See --event.");
  }
  if (classified.kind === "ignored") return { request: null, explanation: notTaken(classified.reason) };

  const { envelope } = classified;
  const request = readCommandRequest(envelope, payload);
  const reader = createGitHubRepository(client);
  const { jobs } = stackPorts(stack);
  const rollouts = createRolloutTable(stack.output("IdempotencyTableName"));
  const explanation = await explain(envelope, request, {
    ...{ policy, roster, argumentValidators: argumentValidators(roster), jobs, clock: Date.now },
    reader: believe && request ? believing(request, reader) : reader,
    rollout: createCurrentRollout({ rollouts, clock: Date.now, stageMode: stageModeOf(stack) }),
  });
  const { action, repo, pr_number, comment_id, sender, intent_key } = envelope;
  const event = `${event_type}.${action}`;
  return { request: { event, repo, pr_number, comment_id, sender: sender.login, intent_key }, explanation };
}

/** Neither is part of what a job is known by. */
const unsent = { delivery_id: "unsent", hook_id: "unsent" };

function believing(
  { author, comment: { body } }: CommandRequest,
  reader: RepositoryReader,
): RepositoryReader {
  return { ...reader, comment: async () => ({ author, body }) };
}

function notTaken(reason: string): Explanation {
  const text = "The endpoint answers that it has nothing to do with it, and keeps nothing.";
  const steps = [{ check: reason, verdict: "no" as const, text }];
  return { decision: { kind: "ignored", reason }, rollout: null, steps, commands: [] };
}
