import { randomUUID } from "node:crypto";
import type { JsonRecord } from "../../../core/json-value.ts";
import { AwsError } from "../server/aws-error.ts";
import type { JsonService } from "../server/json-service.ts";
import { optionalText, requiredText } from "../server/operation-input.ts";
import { createRotations, type InvokeRotation } from "./rotations.ts";
import {
  holder,
  moveStage,
  notFound,
  putVersion,
  type Secret,
  type SecretStore,
  type SecretVersion,
} from "./secret-store.ts";

/** The calls of Secrets Manager that reading and rotating a secret needs. */
export function createSecretsApi(store: SecretStore, invoke: InvokeRotation): JsonService {
  const rotations = createRotations(invoke);

  function getSecretValue(input: JsonRecord): JsonRecord {
    const secret = store.find(requiredText(input, "SecretId"));
    const version = select(secret, optionalText(input, "VersionId"), optionalText(input, "VersionStage"));
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: version.id,
      SecretString: version.value,
      VersionStages: [...version.stages],
      CreatedDate: version.createdAt / 1000,
    };
  }

  function putSecretValue(input: JsonRecord): JsonRecord {
    const secret = store.find(requiredText(input, "SecretId"));
    const stages = Array.isArray(input.VersionStages) ? input.VersionStages.map(String) : ["AWSCURRENT"];
    const id = optionalText(input, "ClientRequestToken") ?? randomUUID();
    const version = putVersion(secret, id, requiredText(input, "SecretString"), stages);
    return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: [...version.stages] };
  }

  function describeSecret(input: JsonRecord): JsonRecord {
    const secret = store.find(requiredText(input, "SecretId"));
    const versions = [...secret.versions.values()];
    return {
      ARN: secret.arn,
      Name: secret.name,
      CreatedDate: secret.createdAt / 1000,
      LastChangedDate: Math.max(secret.createdAt, ...versions.map(({ createdAt }) => createdAt)) / 1000,
      ...rotations.describe(secret),
      VersionIdsToStages: Object.fromEntries(
        versions.filter(({ stages }) => stages.size > 0).map(({ id, stages }) => [id, [...stages]]),
      ),
    };
  }

  function updateSecretVersionStage(input: JsonRecord): JsonRecord {
    const secret = store.find(requiredText(input, "SecretId"));
    const stage = requiredText(input, "VersionStage");
    const to = optionalText(input, "MoveToVersionId");
    const from = optionalText(input, "RemoveFromVersionId");
    const current = holder(secret, stage);
    if (current && current.id !== to && current.id !== from) {
      const message = `The parameter RemoveFromVersionId must be ${current.id}, which holds ${stage}`;
      throw new AwsError("InvalidParameterException", message);
    }
    moveStage(secret, stage, to === undefined ? undefined : byId(secret, to));
    return { ARN: secret.arn, Name: secret.name };
  }

  function rotateSecret(input: JsonRecord): JsonRecord {
    const secret = store.find(requiredText(input, "SecretId"));
    const version = rotations.start(secret, input);
    return { ARN: secret.arn, Name: secret.name, ...(version && { VersionId: version }) };
  }

  function cancelRotateSecret(input: JsonRecord): JsonRecord {
    const secret = store.find(requiredText(input, "SecretId"));
    secret.rotation.enabled = false;
    return { ARN: secret.arn, Name: secret.name };
  }

  return {
    target: "secretsmanager",
    version: "1.1",
    operations: {
      GetSecretValue: getSecretValue,
      PutSecretValue: putSecretValue,
      DescribeSecret: describeSecret,
      UpdateSecretVersionStage: updateSecretVersionStage,
      RotateSecret: rotateSecret,
      CancelRotateSecret: cancelRotateSecret,
    },
  };
}

function select(secret: Secret, id: string | undefined, stage: string | undefined): SecretVersion {
  if (id !== undefined) {
    const version = byId(secret, id);
    if (stage === undefined || version.stages.has(stage)) return version;
    const message = "You provided a VersionStage that is not associated to the provided VersionId.";
    throw new AwsError("InvalidRequestException", message);
  }
  const version = holder(secret, stage ?? "AWSCURRENT");
  if (version && version.value !== null) return version;
  const wanted = `staging label: ${stage ?? "AWSCURRENT"}`;
  throw notFound(`Secrets Manager can't find the specified secret value for ${wanted}`);
}

function byId(secret: Secret, id: string): SecretVersion {
  const version = secret.versions.get(id);
  if (version && version.value !== null) return version;
  throw notFound(`Secrets Manager can't find the specified secret value for VersionId: ${id}`);
}
