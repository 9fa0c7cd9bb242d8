import { type GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { createSecretReader } from "../../adapters/secrets/secret-reader.ts";
import type { TestClock } from "./clock.ts";
import type { FakeRotatingSecret } from "./rotating-secret.ts";

/** A secret as one instance of a function reads it, with its own cache, while the secret is rotated. */
export function readerOf(secret: FakeRotatingSecret, clock: TestClock) {
  async function send({ input }: GetSecretValueCommand) {
    const { stages } = await secret.describe();
    const VersionId = Object.keys(stages).find((id) => stages[id]?.includes(input.VersionStage ?? ""));
    const version = VersionId && (await secret.pending(VersionId));
    if (!version) throw Object.assign(new Error("no such version"), { name: "ResourceNotFoundException" });
    return { SecretString: version.value, VersionId, CreatedDate: new Date(version.since) };
  }
  const client = Object.create(SecretsManagerClient.prototype, { send: { value: send } });
  return createSecretReader(secret.arn, clock, client);
}
