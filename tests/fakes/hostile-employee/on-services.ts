import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetExecutionHistoryCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type Attempt, clientOf, type Possession, type Victim } from "./attempt.ts";

/** Reads the App's key, starts its own work, and writes on another pull request with its credentials. */
export function onServices(possession: Possession, victim: Victim): Attempt[] {
  const client = clientOf(possession);
  const workflow = new SFNClient(client);
  const { stateMachine: stateMachineArn, gitHubSecret: SecretId, queueUrl: QueueUrl } = victim;
  const executionArn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${victim.job_id}-r1`;
  return [
    [
      "read the App's key",
      () => new SecretsManagerClient(client).send(new GetSecretValueCommand({ SecretId })),
    ],
    [
      "send a delivery",
      () => new SQSClient(client).send(new SendMessageCommand({ QueueUrl, MessageBody: "{}" })),
    ],
    ["start an execution", () => workflow.send(new StartExecutionCommand({ stateMachineArn }))],
    ["read a history", () => workflow.send(new GetExecutionHistoryCommand({ executionArn }))],
    ...["", `Bearer ${victim.job_id}`, `token ${possession.environment.MODEL_SECRET_ID}`].map(
      (authorization): Attempt => [
        `write a comment with ${authorization.split(" ")[0] || "nothing"}`,
        () => comment(possession, victim, authorization),
      ],
    ),
  ];
}

async function comment({ gitHubUrl }: Possession, { repo, pr_number }: Victim, authorization: string) {
  const response = await fetch(`${gitHubUrl}/repos/${repo}/issues/${pr_number}/comments`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(authorization && { authorization }) },
    body: JSON.stringify({ body: "Written by hostile code." }),
  });
  if (!response.ok) throw Object.assign(new Error("refused"), { name: `HTTP ${response.status}` });
}
