import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { parseAppSecret } from "../../../functions/core/github/app-secret.ts";
import { CommandError } from "../errors.ts";
import type { Stack } from "./find-stack.ts";

export type SecretValue = Record<string, unknown>;

export interface StackSecret {
  arn: string;
  client: SecretsManagerClient;
  /** Throws CommandError for a value that is no JSON object. */
  read(): Promise<SecretValue>;
  /** A new version, in force at once; the one before stays good for a day where both are accepted. */
  put(value: SecretValue): Promise<void>;
  /** The version that a rotation is bringing in; null when none is on its way. */
  pending(): Promise<PendingVersion | null>;
  /** Ends a rotation where it is. */
  dropPending(version: PendingVersion): Promise<void>;
}

export interface PendingVersion {
  id: string;
  /** Null as long as the rotation has not made one. */
  value: SecretValue | null;
}

/** A secret of the stack, by the output that has its ARN. */
export function stackSecret(stack: Stack, output: "GitHubSecretArn" | "ModelSecretArn"): StackSecret {
  const arn = stack.output(output);
  const client = new SecretsManagerClient({ region: stack.region });

  async function get(selection: { VersionStage: string } | { VersionId: string }): Promise<SecretValue> {
    const { SecretString = "" } = await client.send(
      new GetSecretValueCommand({ SecretId: arn, ...selection }),
    );
    try {
      return { ...parseAppSecret(SecretString) };
    } catch (error) {
      const advice = "Mend it in the AWS console: nothing of it can be kept.";
      throw new CommandError("The secret is not a JSON object.", advice, { cause: error });
    }
  }

  return {
    arn,
    client,
    read: () => get({ VersionStage: "AWSCURRENT" }),

    async put(value) {
      await client.send(new PutSecretValueCommand({ SecretId: arn, SecretString: JSON.stringify(value) }));
    },

    async pending() {
      const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId: arn }));
      const found = Object.entries(VersionIdsToStages).find(
        ([, stages]) => stages.includes("AWSPENDING") && !stages.includes("AWSCURRENT"),
      );
      if (!found) return null;
      const [id] = found;
      const value = await get({ VersionId: id }).catch((error: unknown) => {
        if (error instanceof Error && error.name === "ResourceNotFoundException") return null;
        throw error;
      });
      return { id, value };
    },

    async dropPending({ id }) {
      const move = { SecretId: arn, VersionStage: "AWSPENDING", RemoveFromVersionId: id };
      await client.send(new UpdateSecretVersionStageCommand(move));
    },
  };
}
