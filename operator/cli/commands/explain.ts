import type { Command } from "commander";
import { type ApiUrlOptions, withApiUrl } from "../app/api-url.ts";
import { type DeliveryRecord, outcomeText, readDelivery } from "../deliveries/delivery-records.ts";
import { findAttempt } from "../deliveries/github-events.ts";
import { type HookOptions, requestsOf, withHook } from "../deliveries/hook-option.ts";
import { CommandError } from "../errors.ts";
import { readCommentUrl } from "../explain/comment-url.ts";
import { explainWebhook, type WebhookToExplain } from "../explain/explain-webhook.ts";
import { explanationLines } from "../explain/explanation-lines.ts";
import { liveWebhook } from "../explain/live-webhook.ts";
import { readingGitHub } from "../explain/reading-github.ts";
import { type Io, print, printJson } from "../io.ts";
import { withExamples } from "../output/examples.ts";
import { fields, shown } from "../output/table.ts";
import { chosenRules, type RulesOptions, withRules } from "../rules/chosen-rules.ts";
import { findStack, type Stack } from "../stack/find-stack.ts";
import { type StackOptions, stackCommand } from "../stack/stack-command.ts";
import type { StackGitHub } from "../stack/stack-github.ts";
import { webhookOfAttempt } from "../webhooks/captured-webhook.ts";

interface Options extends StackOptions, ApiUrlOptions, HookOptions, RulesOptions {
  json?: boolean;
}

type Found = WebhookToExplain & { delivery: DeliveryRecord | null };

export function addExplain(group: Command, io: Io): void {
  const about = "Tells why a comment triggers something or does not, rule by rule; changes nothing";
  const command = withHook(stackCommand(group, "explain", about))
    .argument("<what>", "the link of a comment, or a delivery's GUID as `deliveries` lists it")
    .option("--json", "prints it as JSON");
  withApiUrl(withRules(command)).action((what: string, options: Options) => explain(what, options, io));
  withExamples(
    command,
    "explain https://github.com/octo-org/site/pull/7#issuecomment-123 --stage prod",
    "explain 72d3162e-cc78-11e3-81ab-4c9367dc0958 --stage prod",
  );
}

async function explain(what: string, options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const rules = await chosenRules(options, stack);
  const github = await readingGitHub(stack, options, io);
  const isLink = /^https?:/.test(what);
  const { delivery, ...webhook } = isLink
    ? await ofComment(what, github)
    : await ofDelivery(what, stack, github, options);
  const explained = await explainWebhook(webhook, rules, stack, github);
  if (options.json) {
    return printJson(io.stdout, { stack: stack.name, rules: rules.origin, delivery, ...explained });
  }
  const { request } = explained;
  const here = [delivery?.status ?? null, outcomeText(delivery?.outcome ?? null)].filter((part) => part);
  print(
    io.stdout,
    ...fields({
      ...(request && {
        event: `${request.event} by ${request.sender}`,
        "pull request": `${request.repo}#${request.pr_number}`,
      }),
      ...(!isLink && { "was here": here.join(", ") || "never accepted" }),
      rules: rules.origin,
    }),
    ...explanationLines(explained.explanation),
  );
}

/** As if it had just been written: by the webhook that GitHub sent of it, with the text that it has now. */
async function ofComment(url: string, github: StackGitHub): Promise<Found> {
  const webhook = await liveWebhook(readCommentUrl(url, github.apiUrl), github.client);
  return { ...webhook, received_at: new Date().toISOString(), believe: false, delivery: null };
}

async function ofDelivery(guid: string, stack: Stack, github: StackGitHub, options: Options): Promise<Found> {
  const requests = requestsOf(github.client, options);
  const attempt = await findAttempt(requests, guid);
  if (!attempt) {
    const advice = `It keeps three days: see --hook, or its jobs by \`jobs --delivery\`, or give the comment's link.`;
    throw new CommandError(`GitHub has no delivery ${shown(guid)} in that list.`, advice);
  }
  const { headers, body } = webhookOfAttempt(await requests.attempt(attempt.id));
  const hook_id = headers["x-github-hook-id"] ?? "";
  const table = stack.output("IdempotencyTableName");
  return {
    event_type: headers["x-github-event"] ?? "",
    payload: JSON.parse(body.toString("utf8")),
    received_at: attempt.delivered_at,
    believe: false,
    delivery: await readDelivery(table, { hook_id, delivery_id: attempt.guid }),
  };
}
