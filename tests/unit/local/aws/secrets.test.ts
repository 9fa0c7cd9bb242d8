import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  InvalidParameterException,
  InvalidRequestException,
  ListSecretsCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Laptop, startLaptop } from "./laptop.ts";

let laptop: Laptop;
let client: SecretsManagerClient;

beforeAll(async () => {
  const secret = (properties: Record<string, unknown>) => ({
    Type: "AWS::SecretsManager::Secret",
    Properties: properties,
  });
  laptop = await startLaptop({
    resources: {
      GithubSecret: secret({ Name: "app/github" }),
      Rotated: secret({ Name: "rotated" }),
      Moved: secret({ Name: "moved" }),
      Empty: secret({ Name: "empty" }),
      Origin: secret({
        Name: "origin",
        GenerateSecretString: {
          SecretStringTemplate: '{"user":"edge"}',
          GenerateStringKey: "value",
          PasswordLength: 40,
        },
      }),
    },
    secretValues: { GithubSecret: '{"app_id":1}', Rotated: "one", Moved: "one" },
  });
  client = new SecretsManagerClient(laptop.config("SECRETS_MANAGER"));
});

afterAll(async () => {
  client.destroy();
  await laptop.stop();
});

const get = async (id: string, stage?: string) =>
  (await client.send(new GetSecretValueCommand({ SecretId: id, ...(stage ? { VersionStage: stage } : {}) })))
    .SecretString;

test("finds a secret by ARN and by name", async () => {
  expect(await get("app/github")).toBe('{"app_id":1}');
  expect(await get(String(laptop.aws.resolve({ Ref: "GithubSecret" })))).toBe('{"app_id":1}');
});

test("a new value becomes current, the old one previous", async () => {
  await client.send(new PutSecretValueCommand({ SecretId: "rotated", SecretString: "two" }));
  await client.send(new PutSecretValueCommand({ SecretId: "rotated", SecretString: "three" }));
  expect(await get("rotated")).toBe("three");
  expect(await get("rotated", "AWSPREVIOUS")).toBe("two");
  const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId: "rotated" }));
  expect(Object.values(VersionIdsToStages ?? {})).toEqual([["AWSPREVIOUS"], ["AWSCURRENT"]]);
});

test("a pending version becomes current when its stage is moved", async () => {
  const { VersionId: first } = await client.send(new GetSecretValueCommand({ SecretId: "moved" }));
  const { VersionId: second } = await client.send(
    new PutSecretValueCommand({ SecretId: "moved", SecretString: "two", VersionStages: ["AWSPENDING"] }),
  );
  expect(await get("moved")).toBe("one");
  const move = { SecretId: "moved", VersionStage: "AWSCURRENT", MoveToVersionId: second };
  await expect(client.send(new UpdateSecretVersionStageCommand(move))).rejects.toThrow(
    InvalidParameterException,
  );
  await client.send(new UpdateSecretVersionStageCommand({ ...move, RemoveFromVersionId: first }));
  expect(await get("moved")).toBe("two");
  expect(await get("moved", "AWSPREVIOUS")).toBe("one");
});

test("a put can be repeated only with the same value", async () => {
  const token = "11111111-2222-3333-4444-555555555555";
  const put = (value: string) =>
    client.send(
      new PutSecretValueCommand({ SecretId: "app/github", SecretString: value, ClientRequestToken: token }),
    );
  expect((await put("new")).VersionId).toBe(token);
  expect((await put("new")).VersionStages).toEqual(["AWSCURRENT"]);
  await expect(put("other")).rejects.toThrow(ResourceExistsException);
  await put("new");
  await client.send(new PutSecretValueCommand({ SecretId: "app/github", SecretString: '{"app_id":1}' }));
});

test("generates a secret", async () => {
  expect(JSON.parse((await get("origin")) ?? "")).toEqual({
    user: "edge",
    value: expect.stringMatching(/^[a-zA-Z0-9]{40}$/),
  });
});

test("errors have the names of the API", async () => {
  await expect(get("nothing")).rejects.toThrow(ResourceNotFoundException);
  await expect(get("empty")).rejects.toThrow(ResourceNotFoundException);
  await expect(get("app/github", "OTHER")).rejects.toThrow(ResourceNotFoundException);
  const { VersionId } = await client.send(new GetSecretValueCommand({ SecretId: "app/github" }));
  const mismatch = new GetSecretValueCommand({
    SecretId: "app/github",
    VersionId,
    VersionStage: "AWSPREVIOUS",
  });
  await expect(client.send(mismatch)).rejects.toThrow(InvalidRequestException);
  await expect(client.send(new ListSecretsCommand({}))).rejects.toMatchObject({
    name: "UnknownOperationException",
  });
});
