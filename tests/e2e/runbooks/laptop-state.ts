import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { readLaptopFile } from "../../../operator/stack/laptop-file.ts";
import type { RunningStack } from "../start-stack.ts";

/** Changes of the laptop's state without the command line. */
export interface LaptopState {
  /** The App's private key, PEM. */
  privateKey(): Promise<string>;
  /** Posts on the pull request as a user; returns the comment's link and ID. */
  comment(body: string): Promise<{ url: string; id: number }>;
  /** Moves the message that waits in the event queue to the dead-letter queue. Returns its ID there. */
  buryWaiting(): Promise<string>;
  /** Adds a message that is not an envelope to the dead-letter queue. Returns its ID. */
  buryMalformed(): Promise<string>;
  /** Adds a failed invocation of the sweeper, as Lambda sends it. Returns its ID. */
  failInvocation(): Promise<string>;
}

/** Of the laptop that was last started from this folder. */
export async function stateOf(laptop: RunningStack, folder: string): Promise<LaptopState> {
  const file = readLaptopFile(folder);
  if (!file || file.pid !== laptop.process.pid) throw new Error("Another laptop runs from this folder");
  const {
    AWS_REGION: region = "",
    AWS_ENDPOINT_URL: endpoint = "",
    AWS_ENDPOINT_URL_SQS = "",
  } = file.connection;
  const config = { region, credentials: { accessKeyId: "local", secretAccessKey: "local" } };
  const queues = new SQSClient({ ...config, endpoint: AWS_ENDPOINT_URL_SQS || endpoint });
  const secrets = new SecretsManagerClient({ ...config, endpoint });
  const { Stacks = [] } = await new CloudFormationClient({ ...config, endpoint }).send(
    new DescribeStacksCommand({ StackName: "pr-comment-automation-local" }),
  );
  function output(key: string): string {
    const value = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
    if (!value) throw new Error(`The laptop has no output ${key}`);
    return value;
  }
  async function send(queue: string, MessageBody: string, group: string | undefined): Promise<string> {
    const message = { QueueUrl: output(queue), MessageBody, ...(group && { MessageGroupId: group }) };
    return (await queues.send(new SendMessageCommand(message))).MessageId ?? "";
  }

  return {
    async privateKey() {
      const { SecretString = "{}" } = await secrets.send(
        new GetSecretValueCommand({ SecretId: output("GitHubSecretArn") }),
      );
      return String((JSON.parse(SecretString) as { private_key?: unknown }).private_key);
    },
    async comment(body) {
      const response = await fetch(`${laptop.githubUrl}/repos/octo-demo/payments/issues/7/comments`, {
        method: "POST",
        headers: { authorization: "token user:octavia", "content-type": "application/json" },
        body: JSON.stringify({ body }),
      });
      if (response.status !== 201)
        throw new Error(`GitHub did not accept the comment: ${await response.text()}`);
      const { id, html_url } = (await response.json()) as { id: number; html_url: string };
      return { id, url: html_url };
    },
    async buryWaiting() {
      const QueueUrl = output("EventQueueUrl");
      const asked = {
        QueueUrl,
        WaitTimeSeconds: 20,
        MessageSystemAttributeNames: ["MessageGroupId" as const],
      };
      const [message] = (await queues.send(new ReceiveMessageCommand(asked))).Messages ?? [];
      if (!message?.Body) throw new Error("Nothing waits in the event queue");
      const id = await send("EventDeadLetterQueueUrl", message.Body, message.Attributes?.MessageGroupId);
      await queues.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      return id;
    },
    buryMalformed: () => send("EventDeadLetterQueueUrl", "not an envelope", undefined),
    failInvocation() {
      const functionArn = `arn:aws:lambda:${region}:000000000000:function:pr-comment-automation-local-sweepDeliveries`;
      const requestContext = { functionArn, condition: "RetriesExhausted", approximateInvokeCount: 1 };
      return send("FailedInvocationQueueUrl", JSON.stringify({ version: "1.0", requestContext }), undefined);
    },
  };
}
