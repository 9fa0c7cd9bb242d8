import { PermanentError } from "../errors.ts";
import type { PendingValue, RotatingSecret } from "./rotating-secret.ts";
import type { RotationRequest } from "./rotation-request.schema.ts";

/** Port: the part of a rotation that differs by secret. A retry may call each step again. */
export interface RotationSteps {
  /** Returns a new value, given the current one. */
  create(current: string): string | Promise<string>;
  /** Installs the new value where it is used. The current one stays valid there. */
  set(pending: PendingValue, current: string): Promise<void>;
  /** Throws RetryableError while the new value is not accepted where it is used. */
  test(pending: PendingValue): Promise<void>;
}

export interface RotationResult {
  step: RotationRequest["Step"];
  /** `already_current`: a late retry of a finished rotation. */
  outcome: "done" | "already_current";
}

/**
 * Runs one step of Secrets Manager's protocol: create, set, test, finish. After a step that throws, Secrets Manager
 * restarts at the first step with the same version, so each step handles what an earlier attempt left. Throws
 * PermanentError for a request that does not fit the secret.
 */
export async function rotateSecret(
  { SecretId, ClientRequestToken: version, Step: step }: RotationRequest,
  secret: RotatingSecret,
  steps: RotationSteps,
): Promise<RotationResult> {
  const { arn, stages } = await secret.describe();
  if (SecretId !== arn)
    throw new PermanentError("another_secret", `This function does not rotate ${SecretId}`);
  const labels = stages[version] ?? [];
  if (labels.includes("AWSCURRENT")) return { step, outcome: "already_current" };
  if (!labels.includes("AWSPENDING")) {
    throw new PermanentError("not_pending", `Version ${version} is not staged as AWSPENDING`);
  }

  switch (step) {
    case "createSecret":
      if (await secret.pending(version)) break;
      await secret.putPending(version, await steps.create(await secret.current()));
      break;
    case "setSecret":
      await steps.set(await pendingValue(secret, version), await secret.current());
      break;
    case "testSecret":
      await steps.test(await pendingValue(secret, version));
      break;
    case "finishSecret":
      await pendingValue(secret, version);
      await secret.promote(version, holderOf(stages, "AWSCURRENT"));
      break;
  }
  return { step, outcome: "done" };
}

async function pendingValue(secret: RotatingSecret, version: string): Promise<PendingValue> {
  const pending = await secret.pending(version);
  if (!pending) throw new PermanentError("pending_empty", `Version ${version} has no value`);
  return pending;
}

function holderOf(stages: Record<string, readonly string[]>, label: string): string {
  const holder = Object.keys(stages).find((version) => stages[version]?.includes(label));
  if (!holder) throw new PermanentError("no_version", `No version is staged as ${label}`);
  return holder;
}
