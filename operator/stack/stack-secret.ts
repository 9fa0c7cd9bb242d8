import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { parseAppSecret } from "../../core/app/app-secret.ts";
import { isoTime } from "../../core/clock.ts";
import { CommandError } from "./errors.ts";
import type { Stack } from "./find-stack.ts";

export type SecretValue = Record<string, unknown>;

export interface StackSecret {
  arn: string;
  client: SecretsManagerClient;
  /** Throws CommandError for a value that is no JSON object. */
  read(): Promise<SecretValue>;
  /** Time at which a key got its current value, ISO 8601 UTC; the latest one if several versions have it. */
  since(key: string): Promise<string>;
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

type Selection = { VersionStage: string } | { VersionId: string };

function nullIfMissing(error: unknown): null {
  if (error instanceof Error && error.name === "ResourceNotFoundException") return null;
  throw error;
}

/** A secret of the stack, by the output that has its ARN. */
export function stackSecret(stack: Stack, output: "GitHubSecretArn" | "ModelSecretArn"): StackSecret {
  const arn = stack.output(output);
  const client = new SecretsManagerClient({ region: stack.region });

  const get = async (selection: Selection): Promise<SecretValue> => (await version(selection)).value;

  async function version(selection: Selection): Promise<{ value: SecretValue; made: Date }> {
    const { SecretString = "", CreatedDate = new Date(0) } = await client.send(
      new GetSecretValueCommand({ SecretId: arn, ...selection }),
    );
    try {
      return { value: { ...parseAppSecret(SecretString) }, made: CreatedDate };
    } catch (error) {
      const advice = "Fix it in the AWS console: its content cannot be kept.";
      throw new CommandError("The secret is not a JSON object.", advice, { cause: error });
    }
  }

  return {
    arn,
    client,
    read: () => get({ VersionStage: "AWSCURRENT" }),

    async since(key) {
      const [current, previous] = await Promise.all([
        version({ VersionStage: "AWSCURRENT" }),
        version({ VersionStage: "AWSPREVIOUS" }).catch(nullIfMissing),
      ]);
      const isOlder = previous?.value[key] === current.value[key];
      return isoTime((isOlder ? (previous ?? current) : current).made.getTime());
    },

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
      const value = await get({ VersionId: id }).catch(nullIfMissing);
      return { id, value };
    },

    async dropPending({ id }) {
      const move = { SecretId: arn, VersionStage: "AWSPENDING", RemoveFromVersionId: id };
      await client.send(new UpdateSecretVersionStageCommand(move));
    },
  };
}
