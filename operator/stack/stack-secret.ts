import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { parseAppSecret } from "../../core/app/app-secret.ts";
import { isoTime } from "../../core/clock.ts";
import { OperatorError } from "./errors.ts";
import type { Stack } from "./find-stack.ts";

export type SecretValue = Record<string, unknown>;

export interface StackSecret {
  arn: string;
  client: SecretsManagerClient;
  /** Throws OperatorError for a value that is not a JSON object. */
  read(): Promise<SecretValue>;
  /** Time at which a key got its current value, ISO 8601 UTC; the latest one if several versions have it. */
  since(key: string): Promise<string>;
  /** Stores a new version, which is used immediately. Functions accept the previous webhook secret for a day. */
  put(value: SecretValue): Promise<void>;
  /** Returns the version of a rotation in progress; null if there is none. */
  pending(): Promise<PendingVersion | null>;
  /** Ends a rotation. */
  dropPending(version: PendingVersion): Promise<void>;
}

export interface PendingVersion {
  id: string;
  /** Null until the rotation has created one. */
  value: SecretValue | null;
}

type Selection = { VersionStage: string } | { VersionId: string };

/** Returns the webhook secret that GitHub's webhooks to this stack are signed with. Never print it. */
export async function webhookSecretOf(stack: Stack): Promise<string> {
  const { webhook_secret } = await stackSecret(stack, "GitHubSecretArn").read();
  if (typeof webhook_secret === "string" && webhook_secret) return webhook_secret;
  const advice = `Store it: npx --no pr-automation secrets set --webhook-secret-stdin --stage ${stack.stage}`;
  throw new OperatorError(`${stack.name} has no webhook secret.`, advice);
}

function nullIfMissing(error: unknown): null {
  if (error instanceof Error && error.name === "ResourceNotFoundException") return null;
  throw error;
}

/** Opens a secret of the stack by the output that has its ARN. */
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
      const advice = "Fix it in the AWS console: a change from here would lose its content.";
      throw new OperatorError("The secret is not a JSON object.", advice, { cause: error });
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
