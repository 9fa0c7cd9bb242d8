import {
  CancelRotateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  InvalidRequestException,
  PutSecretValueCommand,
  ResourceNotFoundException,
  RotateSecretCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createRotatingSecret } from "../../../../adapters/secrets/rotating-secret.ts";
import { rotateSecret } from "../../../../core/rotation/rotate-secret.ts";
import type { RotationRequest } from "../../../../core/rotation/rotation-request.schema.ts";
import { type OperatorAws, rotationLambdaArn, startOperatorAws } from "../../../fakes/operator-aws.ts";
import { until } from "./until.ts";

let aws: OperatorAws;
let client: SecretsManagerClient;

beforeEach(async () => {
  aws = await startOperatorAws({ github: { generation: 1 } });
  client = new SecretsManagerClient({
    endpoint: aws.environment.AWS_ENDPOINT_URL ?? "",
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const secret = createRotatingSecret("github", client);
  const nothing = async () => {};
  aws.rotationFunction = (event) =>
    rotateSecret(event as RotationRequest, secret, {
      create: () => JSON.stringify({ generation: 2 }),
      set: nothing,
      test: nothing,
    });
});

afterEach(async () => {
  client.destroy();
  await aws.stop();
});

const byHand = {
  SecretId: "github",
  RotationLambdaARN: rotationLambdaArn,
  RotationRules: { AutomaticallyAfterDays: 30 },
};
const describeSecret = () => client.send(new DescribeSecretCommand({ SecretId: "github" }));

test("invokes the function once per step; then the new version is current", async () => {
  const invoked: string[] = [];
  const rotate = aws.rotationFunction;
  aws.rotationFunction = (event) => {
    invoked.push(event.Step);
    return rotate(event);
  };
  const { VersionId = "" } = await client.send(new RotateSecretCommand(byHand));
  await until(async () => (await describeSecret()).LastRotatedDate !== undefined);
  expect(invoked).toEqual(["createSecret", "setSecret", "testSecret", "finishSecret"]);
  expect(aws.value("github")).toEqual({ generation: 2 });
  const described = await describeSecret();
  expect(described).toMatchObject({ RotationEnabled: true, RotationLambdaARN: rotationLambdaArn });
  expect(described.VersionIdsToStages?.[VersionId]).toEqual(["AWSCURRENT"]);
});

test("a pending version has no value until the function sets one", async () => {
  const seen: unknown[] = [];
  aws.rotationFunction = async ({ ClientRequestToken: VersionId, Step }) => {
    const get = new GetSecretValueCommand({ SecretId: "github", VersionId });
    const put = { SecretId: "github", ClientRequestToken: VersionId, VersionStages: ["AWSPENDING"] };
    seen.push(await client.send(get).catch((error: unknown) => error));
    await client.send(new PutSecretValueCommand({ ...put, SecretString: "filled" }));
    seen.push((await client.send(get)).SecretString);
    throw new Error(`${Step} ends here`);
  };
  await client.send(new RotateSecretCommand(byHand));
  await until(() => seen.length === 2);
  expect(seen).toEqual([expect.any(ResourceNotFoundException), "filled"]);
});

test("a failed rotation stays pending, and the next rotation repeats it", async () => {
  const rotate = aws.rotationFunction;
  const versions = new Set<string>();
  let failing = true;
  aws.rotationFunction = async (event) => {
    versions.add(event.ClientRequestToken);
    if (failing && event.Step === "testSecret") {
      failing = false;
      throw new Error("refused");
    }
    return rotate(event);
  };
  await client.send(new RotateSecretCommand(byHand));
  await until(() => !failing);
  expect(aws.value("github")).toEqual({ generation: 1 });
  const again = client.send(new RotateSecretCommand({ SecretId: "github" }));
  await expect(again).rejects.toThrow(InvalidRequestException);
  await until(() => aws.value("github")?.generation === 2);
  expect(versions.size).toBe(1);
});

test("refuses to rotate a secret without a rotation function", async () => {
  const rotate = client.send(new RotateSecretCommand({ SecretId: "github" }));
  await expect(rotate).rejects.toThrow(InvalidRequestException);
});

test("a rotation can be cancelled", async () => {
  await client.send(new RotateSecretCommand({ ...byHand, RotateImmediately: false }));
  expect((await describeSecret()).RotationEnabled).toBe(true);
  await client.send(new CancelRotateSecretCommand({ SecretId: "github" }));
  expect((await describeSecret()).RotationEnabled).toBe(false);
  expect(aws.value("github")).toEqual({ generation: 1 });
});
