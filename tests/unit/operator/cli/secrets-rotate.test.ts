import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createRotatingSecret } from "../../../../adapters/secrets/rotating-secret.ts";
import { rotateSecret } from "../../../../core/rotation/rotate-secret.ts";
import type { RotationRequest } from "../../../../core/rotation/rotation-request.schema.ts";
import { type OperatorAws, rotationLambdaArn, startOperatorAws } from "../../../fakes/operator-aws.ts";
import { runCli } from "./cli.ts";
import { anAppKey } from "./keys.ts";

const complete = { webhook_secret: "old", app_id: 7, private_key: anAppKey() };

let aws: OperatorAws;
let client: SecretsManagerClient;
/** The step that fails, once. */
let failing: string | null;

beforeEach(async () => {
  aws = await startOperatorAws({ github: complete });
  failing = null;
  client = new SecretsManagerClient({
    endpoint: aws.environment.AWS_ENDPOINT_URL ?? "",
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const secret = createRotatingSecret("github", client);
  aws.rotationFunction = (event) => {
    if (event.Step === failing) throw new Error("refused");
    return rotateSecret(event as RotationRequest, secret, {
      create: (current) => JSON.stringify({ ...JSON.parse(current), webhook_secret: "new" }),
      async set() {},
      async test() {},
    });
  };
});

afterEach(async () => {
  client.destroy();
  await aws.stop();
});

const rotate = (...args: string[]) =>
  runCli(["secrets", "rotate", "--stage", "test", ...args], { env: aws.environment });

test("waits until the new secret is in force, and leaves no schedule behind", async () => {
  const { code, stdout } = await rotate();
  expect(code).toBe(0);
  expect(stdout).toContain("Rotated");
  expect(aws.value("github")).toEqual({ ...complete, webhook_secret: "new" });
  expect(aws.value("github", "AWSPREVIOUS")).toEqual(complete);
  expect(aws.secret("github").rotation.enabled).toBe(false);
});

test("keeps an existing schedule", async () => {
  const rules = { AutomaticallyAfterDays: 30 };
  aws.secret("github").rotation = { enabled: true, lambdaArn: rotationLambdaArn, rules };
  expect((await rotate()).code).toBe(0);
  expect(aws.secret("github").rotation).toMatchObject({ enabled: true, rules });
  expect(aws.value("github")?.webhook_secret).toBe("new");
});

test("keeps the old secret if the rotation does not finish, and continues it the next time", async () => {
  failing = "testSecret";
  const { code, stderr } = await rotate("--timeout", "1");
  expect(code).toBe(1);
  expect(stderr).toContain("The rotation has not finished after 1 s.");
  expect(stderr).toContain("/aws/lambda/pr-comment-automation-test-rotateWebhookSecret");
  expect(aws.value("github")).toEqual(complete);

  failing = null;
  const again = await rotate();
  expect(again.code).toBe(0);
  expect(again.stderr).toContain("Continuing an unfinished rotation.");
  expect(aws.value("github")?.webhook_secret).toBe("new");
});

test("starts nothing for a stack without an App", async () => {
  await aws.stop();
  aws = await startOperatorAws({ github: { webhook_secret: "old", app_id: 0, private_key: "" } });
  const { code, stderr } = await rotate();
  expect(code).toBe(1);
  expect(stderr).toContain("does not contain the App's ID and key yet.");
  expect(aws.calls).not.toContain("secretsmanager.RotateSecret");
});
