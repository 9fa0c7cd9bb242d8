import { hookRequests } from "../../../adapters/github/hook-deliveries.ts";
import type { Explanation, Step } from "../../../core/explain/explanation.ts";
import { explainWebhook } from "../../stack/explain/explain-webhook.ts";
import { decisionText, fateTexts } from "../../stack/explain/explanation-text.ts";
import { type FoundWebhook, webhookOfComment, webhookOfDelivery } from "../../stack/explain/find-webhook.ts";
import type { Stack } from "../../stack/find-stack.ts";
import { chosenRules } from "../../stack/rules/chosen-rules.ts";
import { readOnlyStackGitHub, type StackGitHub } from "../../stack/stack-github.ts";
import { Refusal } from "../server/refusal.ts";
import type { ConsoleContext } from "./context.ts";
import { commentAt } from "./job-query.ts";
import type { ApiRoute } from "./route.ts";

/** Explains by the deployed rules why a delivery or a comment triggers something or not. Changes nothing. */
export function explainRoutes(context: ConsoleContext): ApiRoute[] {
  return [
    {
      method: "GET",
      path: /^explain$/,
      async handle({ query }) {
        const stack = await context.stack();
        const github = await readOnlyStackGitHub(stack, context.apiUrl(stack));
        const { delivery: _, ...webhook } = await findWebhook(query, stack, github);
        const rules = await chosenRules({ deployed: true }, stack);
        const { request, explanation } = await explainWebhook(webhook, rules, stack, github);
        return { request, rules: rules.origin, ...presentExplanation(explanation) };
      },
    },
  ];
}

function findWebhook(
  query: URLSearchParams,
  stack: Stack,
  { client, apiUrl }: StackGitHub,
): Promise<FoundWebhook> {
  const [delivery, comment] = [query.get("delivery"), query.get("comment")];
  if (comment !== null) return webhookOfComment(commentAt(comment, apiUrl), client);
  if (delivery !== null && /^[\w-]{1,64}$/.test(delivery)) {
    return webhookOfDelivery(
      delivery,
      hookRequests(client, { kind: "app" }),
      stack.output("IdempotencyTableName"),
    );
  }
  throw new Refusal(400, "invalid", "Give a delivery's GUID or a comment's link.");
}

/** Returns the decision and its checks in their order, without the command's text. */
function presentExplanation(explanation: Explanation) {
  return {
    decision: explanation.decision.kind,
    sentence: decisionText(explanation),
    steps: explanation.steps,
    commands: explanation.commands.map(({ name, line, steps, jobs }) => ({
      ...{ name, line, steps },
      jobs: jobs.map(({ job_id, fate, steps: own, held, known }) => ({
        ...{ job_id, fate: fateTexts[fate], exists: known !== null, steps: [...own, ...permissionOf(held)] },
      })),
    })),
  };
}

function permissionOf(held: string | null): Step[] {
  return held ? [{ check: "held", verdict: "note", text: `The user has **${held}** permission.` }] : [];
}
