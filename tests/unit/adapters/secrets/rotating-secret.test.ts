import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { createRotatingSecret } from "../../../../adapters/secrets/rotating-secret.ts";
import { createSecretReader } from "../../../../adapters/secrets/secret-reader.ts";
import { rotateSecret } from "../../../../core/rotation/rotate-secret.ts";
import type { RotatingSecret } from "../../../../core/rotation/rotating-secret.ts";
import { clientAnswering, clientFailing } from "../../../fakes/aws-client.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../fakes/embedded-aws.ts";
import { aRotationRequest, rotationSteps } from "../../../fakes/rotating-secret.ts";

let embedded: EmbeddedAws;
let client: SecretsManagerClient;
let secretId: string;
let secret: RotatingSecret;

beforeAll(async () => {
  embedded = await startEmbeddedAws({ secretValues: { ModelSecret: "first" } });
  client = new SecretsManagerClient({});
  secretId = embedded.ref("ModelSecret");
});

beforeEach(() => {
  secret = createRotatingSecret(secretId, client);
});

afterAll(async () => {
  client.destroy();
  await embedded.stop();
});

test("a rotation completes: readers see the pending value, then it is current", async () => {
  const read = () => createSecretReader(secretId, Date.now, client).readAll();
  const { arn } = await secret.describe();
  await secret.putPending("version-2", "second");
  expect(await read()).toEqual({ current: "first", previous: null, pending: "second" });

  const steps = { create: () => "never", set: async () => {}, test: async () => {} };
  for (const step of rotationSteps)
    await rotateSecret(aRotationRequest(step, arn, "version-2"), secret, steps);
  expect(await read()).toMatchObject({ current: "second", previous: "first" });
  expect(await secret.current()).toBe("second");
});

test("a pending value has the time since when it is readable", async () => {
  const before = Date.now();
  await secret.putPending("timed", "third");
  const { value, since } = (await secret.pending("timed")) ?? { value: "", since: 0 };
  expect(value).toBe("third");
  expect(Math.abs(since - before)).toBeLessThan(10_000);
});

test("a version that is empty or missing has no value", async () => {
  expect(await secret.pending("no-such-version")).toBeNull();
  const empty = clientAnswering(client, "GetSecretValueCommand", async () => ({}));
  expect(await createRotatingSecret(secretId, empty).pending("any")).toBeNull();
});

test("an existing value is not replaced", async () => {
  await secret.putPending("same", "kept");
  await secret.putPending("same", "another");
  expect((await secret.pending("same"))?.value).toBe("kept");
});

test("a pending value does not change the current one", async () => {
  const current = await secret.current();
  await client.send(
    new PutSecretValueCommand({ SecretId: secretId, SecretString: "x", VersionStages: ["AWSPENDING"] }),
  );
  expect(await secret.current()).toBe(current);
});

test("an unavailable Secrets Manager throws a RetryableError", async () => {
  const kind = { name: "RetryableError", code: "secrets_unavailable" };
  const without = (command: string) => createRotatingSecret(secretId, clientFailing(client, command));
  await expect(without("DescribeSecretCommand").describe()).rejects.toMatchObject(kind);
  await expect(without("GetSecretValueCommand").current()).rejects.toMatchObject(kind);
  await expect(without("GetSecretValueCommand").pending("any")).rejects.toMatchObject(kind);
  await expect(without("PutSecretValueCommand").putPending("any", "x")).rejects.toMatchObject(kind);
  await expect(without("UpdateSecretVersionStageCommand").promote("a", "b")).rejects.toMatchObject(kind);
});
