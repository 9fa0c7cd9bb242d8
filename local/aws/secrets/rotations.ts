import { randomUUID } from "node:crypto";
import { isRecord, type JsonRecord } from "../../../core/json-value.ts";
import type { Outcome } from "../lambda/outcome.ts";
import { AwsError } from "../server/aws-error.ts";
import { optionalText } from "../server/operation-input.ts";
import { moveStage, putVersion, type Secret, type SecretVersion, versionWithStage } from "./secret-store.ts";

/** Runs a rotation function by its ARN. */
export type InvokeRotation = (functionArn: string, event: string) => Promise<Outcome>;

export interface Rotations {
  /**
   * Starts a rotation and returns the id of its version; undefined if the input only changes the settings. Runs a failed
   * rotation again and throws InvalidRequestException, as AWS does.
   */
  start(secret: Secret, input: JsonRecord): string | undefined;
  /** Returns the rotation's members of DescribeSecret. */
  describe(secret: Secret): JsonRecord;
}

const steps = ["createSecret", "setSecret", "testSecret", "finishSecret"];

/**
 * Rotates secrets by a function, one step after another; the API call returns before the first step:
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
 */
export function createRotations(invoke: InvokeRotation): Rotations {
  const running = new Set<Secret>();

  async function run(secret: Secret, lambdaArn: string, version: SecretVersion): Promise<void> {
    if (running.has(secret)) return;
    running.add(secret);
    try {
      for (const Step of steps) {
        const event = { SecretId: secret.arn, ClientRequestToken: version.id, Step };
        const outcome = await invoke(lambdaArn, JSON.stringify(event)).catch(() => null);
        // A failed step leaves the version pending; the function's log has the cause.
        if (!outcome || outcome.failed) return;
      }
      secret.rotation.lastRotatedAt = Date.now();
      moveStage(secret, "AWSPENDING", undefined);
    } finally {
      running.delete(secret);
    }
  }

  return {
    start(secret, input) {
      const { rotation } = secret;
      const lambdaArn = optionalText(input, "RotationLambdaARN") ?? rotation.lambdaArn;
      if (!lambdaArn) {
        throw new AwsError(
          "InvalidRequestException",
          "No Lambda rotation function ARN is associated with this secret",
        );
      }
      const rules = isRecord(input.RotationRules) ? input.RotationRules : rotation.rules;
      if (!rules) throw new AwsError("InvalidRequestException", "RotationRules must be specified");
      const pending = versionWithStage(secret, "AWSPENDING");
      if (pending && !pending.stages.has("AWSCURRENT")) {
        void run(secret, lambdaArn, pending);
        const message = "A previous rotation isn't complete. That rotation will be reattempted.";
        throw new AwsError("InvalidRequestException", message);
      }
      Object.assign(rotation, { enabled: true, lambdaArn, rules });
      if (input.RotateImmediately === false) return undefined;
      const id = optionalText(input, "ClientRequestToken") ?? randomUUID();
      void run(secret, lambdaArn, putVersion(secret, id, null, ["AWSPENDING"]));
      return id;
    },

    describe({ rotation: { enabled, lambdaArn, rules, lastRotatedAt } }) {
      return {
        RotationEnabled: enabled,
        ...(lambdaArn && { RotationLambdaARN: lambdaArn, RotationRules: rules }),
        ...(lastRotatedAt && { LastRotatedDate: lastRotatedAt / 1000 }),
      };
    },
  };
}
