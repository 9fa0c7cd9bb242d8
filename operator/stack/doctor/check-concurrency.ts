import { GetAccountSettingsCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { concurrencyMistakes, neededQuota, quotaRequest } from "../../../core/capacity/lambda-concurrency.ts";
import type { Stack } from "../find-stack.ts";
import { doubtful, type Finding, good, skipped } from "../finding.ts";

/** Checks that the account's Lambda quota is enough for the stack: a new account has 10. */
export async function checkConcurrency(stack: Stack): Promise<Finding[]> {
  const [dispatched, allocated] = ["DispatchConcurrency", "ProvisionedConcurrency"].map((output) =>
    stack.find(output),
  );
  if (!dispatched || !allocated) return [skipped("concurrency", "an older stack does not say what it needs")];
  const { AccountLimit } = await new LambdaClient({ region: stack.region }).send(
    new GetAccountSettingsCommand({}),
  );
  const limit = AccountLimit?.ConcurrentExecutions ?? 0;
  const account = { limit, available: AccountLimit?.UnreservedConcurrentExecutions ?? limit };
  const needs = { dispatched: Number(dispatched), allocated: Number(allocated) };
  const mistakes = concurrencyMistakes(account, needs);
  if (mistakes.length === 0) return [good("concurrency", `Lambda's quota is ${limit}`)];
  return [
    doubtful(
      "concurrency",
      `Lambda's quota is ${limit}: ${mistakes.join(" ")}`,
      quotaRequest(neededQuota(account, needs), stack.region),
    ),
  ];
}
