import { randomUUID } from "node:crypto";
import { AwsError } from "../server/aws-error.ts";

export interface SecretVersion {
  id: string;
  /** Null until the rotation function sets the value. */
  value: string | null;
  createdAt: number;
  stages: Set<string>;
}

export interface Secret {
  arn: string;
  name: string;
  createdAt: number;
  versions: Map<string, SecretVersion>;
  rotation: SecretRotation;
}

export interface SecretRotation {
  enabled: boolean;
  lambdaArn?: string;
  rules?: Record<string, unknown>;
  lastRotatedAt?: number;
}

export interface SecretStore {
  /** Finds a secret by ARN or name; throws ResourceNotFoundException. */
  find(id: string): Secret;
  add(secret: { arn: string; name: string; value?: string | undefined }): void;
}

export function createSecretStore(): SecretStore {
  const secrets: Secret[] = [];
  return {
    find(id) {
      const secret = secrets.find(({ arn, name }) => arn === id || name === id);
      if (!secret) throw notFound("Secrets Manager can't find the specified secret.");
      return secret;
    },
    add({ arn, name, value }) {
      const secret: Secret = {
        arn,
        name,
        createdAt: Date.now(),
        versions: new Map(),
        rotation: { enabled: false },
      };
      if (value !== undefined) putVersion(secret, randomUUID(), value, ["AWSCURRENT"]);
      secrets.push(secret);
    },
  };
}

/**
 * Adds a version or sets the value of a pending one, and moves the stages to it; a version that loses AWSCURRENT gets
 * AWSPREVIOUS. Throws ResourceExistsException if the version has another value.
 */
export function putVersion(
  secret: Secret,
  id: string,
  value: string | null,
  stages: string[],
): SecretVersion {
  const existing = secret.versions.get(id);
  if (existing && existing.value !== null) {
    if (existing.value === value) return existing;
    throw new AwsError("ResourceExistsException", `Version ${id} already exists with another value`);
  }
  const version: SecretVersion = {
    id,
    value,
    createdAt: Date.now(),
    stages: existing?.stages ?? new Set(),
  };
  const first = secret.versions.size === 0;
  secret.versions.set(id, version);
  for (const stage of first ? [...stages, "AWSCURRENT"] : stages) moveStage(secret, stage, version);
  return version;
}

/**
 * Moves a staging label to a version, or removes it:
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
 */
export function moveStage(secret: Secret, stage: string, to: SecretVersion | undefined): void {
  const from = versionWithStage(secret, stage);
  if (from === to) return;
  from?.stages.delete(stage);
  to?.stages.add(stage);
  if (stage === "AWSCURRENT" && from) moveStage(secret, "AWSPREVIOUS", from);
}

/** Returns the version that has a staging label; undefined if none has it. */
export function versionWithStage(secret: Secret, stage: string): SecretVersion | undefined {
  return [...secret.versions.values()].find(({ stages }) => stages.has(stage));
}

export function notFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message);
}
