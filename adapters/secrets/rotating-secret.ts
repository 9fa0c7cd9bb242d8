import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import type { RotatingSecret } from "../../core/rotation/rotating-secret.ts";
import { longTimeouts } from "../runtime/aws-client.ts";
import { isNamed, unavailable } from "../runtime/aws-errors.ts";

/** Opens a secret in Secrets Manager with its versions, for a rotation function. */
export function createRotatingSecret(
  secretId: string,
  client = new SecretsManagerClient(longTimeouts),
): RotatingSecret {
  async function asked<Answer>(answer: Promise<Answer>): Promise<Answer> {
    try {
      return await answer;
    } catch (error) {
      throw unavailable("secrets", error);
    }
  }

  const get = (selection: { VersionId: string } | { VersionStage: string }) =>
    client.send(new GetSecretValueCommand({ SecretId: secretId, ...selection }));

  return {
    async describe() {
      const answer = await asked(client.send(new DescribeSecretCommand({ SecretId: secretId })));
      return { arn: answer.ARN ?? "", stages: answer.VersionIdsToStages ?? {} };
    },

    async current() {
      return (await asked(get({ VersionStage: "AWSCURRENT" }))).SecretString ?? "";
    },

    async pending(version) {
      try {
        const { SecretString, CreatedDate } = await get({ VersionId: version });
        return SecretString ? { value: SecretString, since: CreatedDate?.getTime() ?? 0 } : null;
      } catch (error) {
        // Secrets Manager stages the version before the first step gives it a value.
        if (isNamed(error, "ResourceNotFoundException")) return null;
        throw unavailable("secrets", error);
      }
    },

    async putPending(version, value) {
      const put = new PutSecretValueCommand({
        SecretId: secretId,
        ClientRequestToken: version,
        SecretString: value,
        VersionStages: ["AWSPENDING"],
      });
      try {
        await client.send(put);
      } catch (error) {
        // A retry of the step was faster; its value counts.
        if (!isNamed(error, "ResourceExistsException")) throw unavailable("secrets", error);
      }
    },

    async promote(version, from) {
      const move = new UpdateSecretVersionStageCommand({
        SecretId: secretId,
        VersionStage: "AWSCURRENT",
        MoveToVersionId: version,
        RemoveFromVersionId: from,
      });
      await asked(client.send(move));
    },
  };
}
