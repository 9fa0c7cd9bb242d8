import type { Command } from "commander";
import { outcomeText } from "../../stack/deliveries/delivery-records.ts";
import { findCommentById } from "../../stack/explain/comment-by-id.ts";
import { type CommentLocation, readCommentUrl } from "../../stack/explain/comment-url.ts";
import { explainWebhook } from "../../stack/explain/explain-webhook.ts";
import { webhookOfComment, webhookOfDelivery } from "../../stack/explain/find-webhook.ts";
import { findStack } from "../../stack/find-stack.ts";
import { type ApiUrlOptions, apiUrlOf } from "../../stack/github-url.ts";
import { readOnlyStackGitHub, type StackGitHub } from "../../stack/stack-github.ts";
import { type Io, print, printJson } from "../io.ts";
import { type HookOptions, requestsOf, withHook } from "../options/hook-option.ts";
import { type RulesOptions, rulesOf, withRules } from "../options/rules-options.ts";
import {
  parseRepository,
  type StackOptions,
  stackCommand,
  withApiUrl,
  withExamples,
} from "../options/stack-options.ts";
import { explanationLines } from "../output/explanation-lines.ts";
import { fields } from "../output/table.ts";
import { UsageError } from "../usage.ts";

interface Options extends StackOptions, ApiUrlOptions, HookOptions, RulesOptions {
  repo?: string;
  json?: boolean;
}

export function addExplain(named: Command, io: Io): void {
  const command = withHook(stackCommand(named))
    .argument(
      "<what>",
      "a comment's link, a delivery's GUID as `deliveries` lists it, or with --repo a comment's ID",
    )
    .option("--repo <owner/name>", "the repository of a comment's ID", parseRepository)
    .option("--json", "prints JSON");
  withApiUrl(withRules(command)).action((what: string, options: Options) => explain(what, options, io));
  withExamples(
    command,
    "explain https://github.com/octo-org/site/pull/7#issuecomment-123 --stage prod",
    "explain 2901839 --repo octo-org/site --stage prod",
    "explain 72d3162e-cc78-11e3-81ab-4c9367dc0958 --stage prod",
  );
}

async function explain(what: string, options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const rules = await rulesOf(options, stack);
  const github = await readOnlyStackGitHub(stack, apiUrlOf(options, io.env, stack));
  const place = await commentOf(what, options, github);
  const { delivery, ...webhook } = place
    ? await webhookOfComment(place, github.client)
    : await webhookOfDelivery(what, requestsOf(github.client, options), stack.output("IdempotencyTableName"));
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
        "pull request": `${request.repo}${request.pr_number === null ? "" : `#${request.pr_number}`}`,
      }),
      ...(!place && { "status here": here.join(", ") || "never accepted" }),
      rules: rules.origin,
    }),
    ...explanationLines(explained.explanation),
  );
}

/** Returns the comment named by a link or an ID; null for text that can only be a delivery. */
async function commentOf(
  what: string,
  { repo }: Options,
  github: StackGitHub,
): Promise<CommentLocation | null> {
  if (/^https?:/.test(what)) return readCommentUrl(what, github.apiUrl);
  if (!/^[1-9][0-9]{0,15}$/.test(what)) return null;
  if (repo) return findCommentById(repo, Number(what), github.client);
  throw new UsageError(
    `${what} looks like a comment's ID, which needs its repository.`,
    "Add --repo owner/name, or give the comment's link. A delivery's GUID has dashes.",
  );
}
