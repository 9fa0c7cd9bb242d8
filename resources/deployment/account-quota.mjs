import { GetAccountSettingsCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  concurrencyMistakes,
  concurrencyOf,
  neededQuota,
  quotaRequest,
} from "../../core/capacity/lambda-concurrency.ts";

/**
 * Returns why the account's Lambda quota is too small for a template, and what to do; null if it is enough. `deployed` is
 * the deployed template, whose reservations already count, or null.
 */
export async function quotaShortage({ config, region, template, deployed }) {
  const { AccountLimit = {} } = await new LambdaClient(config).send(new GetAccountSettingsCommand({}));
  const { ConcurrentExecutions: limit = 0, UnreservedConcurrentExecutions: unreserved = limit } =
    AccountLimit;
  const own = deployed ? concurrencyOf(deployed).reserved : 0;
  const account = { limit, available: unreserved + own };
  const needs = concurrencyOf(template);
  const mistakes = concurrencyMistakes(account, needs);
  if (mistakes.length === 0) return null;
  const smaller = Math.floor(account.available / 2);
  return (
    `This AWS account may run ${limit} Lambda functions at the same time in ${region}. That is too few:\n` +
    `${mistakes.map((sentence) => `- ${sentence}`).join("\n")}\n${quotaRequest(neededQuota(account, needs), region)}\n` +
    `For a trial: --param="dispatchConcurrency=${Math.max(2, smaller)}" --param="provisionedConcurrency=0".`
  );
}
