import { CloudWatchClient, paginateDescribeAlarms } from "@aws-sdk/client-cloudwatch";
import { GetAccountSettingsCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { concurrencyMistakes, neededQuota, quotaRequest } from "../../../core/capacity/lambda-concurrency.ts";
import type { Stack } from "../find-stack.ts";
import { type Finding, failed, passed, skipped, warning } from "../finding.ts";
import { timeWithAge } from "../format.ts";

/** The outputs that commands and the other checks need. */
const neededOutputs = [
  "WebhookUrl",
  "EventQueueUrl",
  "EventDeadLetterQueueUrl",
  "FailedInvocationQueueUrl",
  "IdempotencyTableName",
  "JobTableName",
  "PayloadBucketName",
  "GitHubSecretArn",
  "ModelSecretArn",
  "EmployeeTaskArn",
];

/** Checks CloudFormation's status and the stack's outputs. */
export async function checkStack(stack: Stack): Promise<Finding[]> {
  const missing = neededOutputs.filter((output) => !stack.find(output));
  return [
    checkStatus(stack),
    missing.length === 0
      ? passed("outputs", "all present")
      : failed(
          "outputs",
          `missing: ${missing.join(", ")}`,
          "An older version deployed the stack: deploy it again.",
        ),
  ];
}

function checkStatus({ name, status }: Stack): Finding {
  const detail = `${name} is ${status}`;
  if (/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)) return passed("stack", detail);
  if (/_IN_PROGRESS$/.test(status)) return warning("stack", detail, "Check again after the deployment.");
  if (status === "UPDATE_ROLLBACK_COMPLETE") {
    return warning("stack", detail, "The last deployment failed; the one before it works. See its events.");
  }
  return failed("stack", detail, "See the stack's events in CloudFormation.");
}

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
  if (mistakes.length === 0) return [passed("concurrency", `Lambda's quota is ${limit}`)];
  const advice = quotaRequest(neededQuota(account, needs), stack.region);
  return [warning("concurrency", `Lambda's quota is ${limit}: ${mistakes.join(" ")}`, advice)];
}

interface Alarm {
  AlarmName?: string | undefined;
  AlarmDescription?: string | undefined;
  StateUpdatedTimestamp?: Date | undefined;
}

/** Checks the stack's alarms. Their descriptions begin with `Page` or `Ticket` and end with the first command to run. */
export async function checkAlarms({ name, stage, region }: Stack): Promise<Finding[]> {
  if (stage === "local") return [skipped("alarms", "not available on the laptop")];
  const request = { AlarmNamePrefix: `${name}-`, StateValue: "ALARM" } as const;
  const types = { AlarmTypes: ["MetricAlarm", "CompositeAlarm"] as ("MetricAlarm" | "CompositeAlarm")[] };
  const client = new CloudWatchClient({ region });
  const active: Alarm[] = [];
  for await (const page of paginateDescribeAlarms({ client }, { ...request, ...types })) {
    active.push(...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? []));
  }
  if (active.length === 0) return [passed("alarms", "none active")];
  return active.map(({ AlarmName = "", AlarmDescription = "", StateUpdatedTimestamp }) => {
    const since = timeWithAge(StateUpdatedTimestamp?.getTime(), Date.now());
    const detail = `${AlarmName.slice(name.length + 1)} active since ${since}`;
    const finding = AlarmDescription.startsWith("Page") ? failed : warning;
    return finding("alarms", detail, AlarmDescription);
  });
}
