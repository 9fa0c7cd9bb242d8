import { PermanentError } from "../errors.ts";
import type { PendingValue, RotatingSecret } from "./rotating-secret.ts";
import type { RotationRequest } from "./rotation-request.schema.ts";

/** Port: what is particular to one secret. Each may be called again, by a repeat of its step. */
export interface RotationSteps {
  /** A new value, made out of the one in force. */
  create(current: string): string | Promise<string>;
  /** Brings the new value to where it is used; the one in force stays good there. */
  set(pending: PendingValue, current: string): Promise<void>;
  /** Throws RetryableError as long as the new value is not good where it is used. */
  test(pending: PendingValue): Promise<void>;
}

export interface RotationAnswer {
  step: RotationRequest["Step"];
  /** `already_current`: a late repeat of a rotation that is finished. */
  outcome: "done" | "already_current";
}

/**
 * One step of Secrets Manager's protocol: create, set, test, finish. After a step that throws, Secrets Manager
 * begins again at the first one with the same version, so each step finds what an earlier try has left.
 */
export async function rotateSecret(
  { SecretId, ClientRequestToken: version, Step: step }: RotationRequest,
  secret: RotatingSecret,
  steps: RotationSteps,
): Promise<RotationAnswer> {
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
