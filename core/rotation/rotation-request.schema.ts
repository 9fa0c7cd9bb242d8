/**
 * The input of a rotation function. Secrets Manager invokes it once per step:
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
export interface RotationRequest {
  /** The secret's ARN. */
  SecretId: string;
  /** ID of the new version. */
  ClientRequestToken: string;
  Step: "createSecret" | "setSecret" | "testSecret" | "finishSecret";
}

const text = { type: "string", minLength: 1 } as const;

export const rotationRequestSchema = {
  $id: "rotation-request",
  type: "object",
  required: ["SecretId", "ClientRequestToken", "Step"],
  properties: {
    SecretId: text,
    ClientRequestToken: text,
    Step: { enum: ["createSecret", "setSecret", "testSecret", "finishSecret"] },
  },
} as const;
