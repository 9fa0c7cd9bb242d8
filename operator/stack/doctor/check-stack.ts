import type { Stack } from "../find-stack.ts";
import { bad, doubtful, type Finding, good } from "../finding.ts";

/** What the commands and the other checks go by. */
const needed = [
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

export async function checkStack(stack: Stack): Promise<Finding[]> {
  const missing = needed.filter((output) => !stack.find(output));
  return [
    checkStatus(stack),
    missing.length === 0
      ? good("outputs", "all there")
      : bad("outputs", `missing: ${missing.join(", ")}`, "Deploy the stack again: it is an older one."),
  ];
}

function checkStatus({ name, status }: Stack): Finding {
  const detail = `${name} is ${status}`;
  if (/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)) return good("stack", detail);
  if (/_IN_PROGRESS$/.test(status))
    return doubtful("stack", detail, "Look again when the deployment is over.");
  if (status === "UPDATE_ROLLBACK_COMPLETE") {
    return doubtful("stack", detail, "The last deployment failed, the one before it works: see its events.");
  }
  return bad("stack", detail, "See the stack's events in CloudFormation.");
}
