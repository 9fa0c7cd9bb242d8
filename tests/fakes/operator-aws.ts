import { createSecretStore, type Secret, versionWithStage } from "../../local/aws/secrets/secret-store.ts";
import { createSecretsApi } from "../../local/aws/secrets/secrets-api.ts";
import { serveJson } from "../../local/aws/server/json-service.ts";
import { type HttpExchange, listen } from "../../local/aws/server/listen.ts";

/** Runs one step of a rotation; throws as the function does. */
export type RotationFunction = (event: {
  SecretId: string;
  ClientRequestToken: string;
  Step: string;
}) => Promise<unknown>;

export interface OperatorAws {
  /** The environment that a process needs to use this AWS. */
  environment: Record<string, string>;
  secret(name: "github" | "model"): Secret;
  /** The value of the version with a label. */
  value(name: "github" | "model", label?: string): Record<string, unknown> | null;
  rotationFunction: RotationFunction;
  /** Targets of the received calls, such as `secretsmanager.PutSecretValue`. */
  calls: string[];
  stop(): Promise<void>;
}

export const rotationLambdaArn = "arn:aws:lambda:us-east-1:000000000000:function:rotate";

/**
 * AWS as an operator's command sees it: the stack `pr-comment-automation-test` with its outputs, and its two
 * secrets in the laptop's Secrets Manager.
 */
export async function startOperatorAws(options: {
  github: Record<string, unknown> | string;
  model?: Record<string, unknown>;
  outputs?: Record<string, string>;
}): Promise<OperatorAws> {
  const store = createSecretStore();
  const arn = (name: string) => `arn:aws:secretsmanager:us-east-1:000000000000:secret:${name}-AbCdEf`;
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  store.add({ arn: arn("github"), name: "github", value: text(options.github) });
  store.add({ arn: arn("model"), name: "model", value: text(options.model ?? {}) });
  const outputs = {
    WebhookUrl: "https://hooks.example.com/webhooks/github",
    GitHubSecretArn: arn("github"),
    ModelSecretArn: arn("model"),
    RotateWebhookSecretFunctionArn: rotationLambdaArn,
    ...options.outputs,
  };
  const secrets = createSecretsApi(store, async (_functionArn, event) => {
    try {
      await fake.rotationFunction(JSON.parse(event));
      return { requestId: "", payload: "null", failed: false };
    } catch {
      return { requestId: "", payload: "null", failed: true };
    }
  });
  const listener = await listen(async (exchange) => {
    const target = String(exchange.request.headers["x-amz-target"] ?? "cloudformation");
    fake.calls.push(target);
    // The real time: clients correct their clocks by it, and a test may have changed the time.
    exchange.response.sendDate = false;
    if (target !== "cloudformation") return serveJson(secrets, exchange, () => {});
    describeStacks(exchange, outputs);
  });
  const fake: OperatorAws = {
    environment: {
      AWS_ENDPOINT_URL: listener.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    },
    secret: (name) => store.find(name),
    value(name, label = "AWSCURRENT") {
      const value = versionWithStage(store.find(name), label)?.value;
      return value ? JSON.parse(value) : null;
    },
    rotationFunction: async () => {},
    calls: [],
    stop: () => listener.close(),
  };
  return fake;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
function describeStacks({ body, response }: HttpExchange, outputs: Record<string, string>): void {
  const name = new URLSearchParams(body.toString()).get("StackName");
  response.setHeader("content-type", "text/xml");
  if (name !== "pr-comment-automation-test") {
    const message = `Stack with id ${name} does not exist`;
    response
      .writeHead(400)
      .end(
        `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>`,
      );
    return;
  }
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  response
    .writeHead(200)
    .end(
      `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>${name}</StackName><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-11-23T09:00:00Z</CreationTime><Outputs>${members.join("")}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
    );
}
