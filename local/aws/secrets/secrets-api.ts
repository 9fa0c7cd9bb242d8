import { randomUUID } from "node:crypto";
import type { JsonRecord } from "../../../core/json-value.ts";
import { AwsError } from "../server/aws-error.ts";
import type { JsonService } from "../server/json-service.ts";
import { optionalText, requiredText } from "../server/operation-input.ts";
import { createRotations, type InvokeRotation } from "./rotations.ts";
import {
  moveStage,
  notFound,
  putVersion,
  type Secret,
  type SecretStore,
  type SecretVersion,
  versionWithStage,
} from "./secret-store.ts";

/** Returns the operations of Secrets Manager that read and rotate a secret. */
export function createSecretsApi(store: SecretStore, invoke: InvokeRotation): JsonService {
  const rotations = createRotations(invoke);
  const find = (input: JsonRecord): Secret => store.find(requiredText(input, "SecretId"));

  function getSecretValue(input: JsonRecord): JsonRecord {
    const secret = find(input);
    const version = select(secret, optionalText(input, "VersionId"), optionalText(input, "VersionStage"));
    return {
      ...presentVersion(secret, version),
      SecretString: version.value,
      CreatedDate: version.createdAt / 1000,
    };
  }

  function putSecretValue(input: JsonRecord): JsonRecord {
    const secret = find(input);
    const stages = Array.isArray(input.VersionStages) ? input.VersionStages.map(String) : ["AWSCURRENT"];
    const id = optionalText(input, "ClientRequestToken") ?? randomUUID();
    return presentVersion(secret, putVersion(secret, id, requiredText(input, "SecretString"), stages));
  }

  function describeSecret(input: JsonRecord): JsonRecord {
    const secret = find(input);
    return { ...presentSecret(secret), ...rotations.describe(secret) };
  }

  function rotateSecret(input: JsonRecord): JsonRecord {
    const secret = find(input);
    const version = rotations.start(secret, input);
    return { ...identify(secret), ...(version && { VersionId: version }) };
  }

  function cancelRotateSecret(input: JsonRecord): JsonRecord {
    const secret = find(input);
    secret.rotation.enabled = false;
    return identify(secret);
  }

  return {
    target: "secretsmanager",
    version: "1.1",
    operations: {
      GetSecretValue: getSecretValue,
      PutSecretValue: putSecretValue,
      DescribeSecret: describeSecret,
      UpdateSecretVersionStage: (input) => updateVersionStage(find(input), input),
      RotateSecret: rotateSecret,
      CancelRotateSecret: cancelRotateSecret,
    },
  };
}

function updateVersionStage(secret: Secret, input: JsonRecord): JsonRecord {
  const stage = requiredText(input, "VersionStage");
  const to = optionalText(input, "MoveToVersionId");
  const from = optionalText(input, "RemoveFromVersionId");
  const current = versionWithStage(secret, stage);
  if (current && current.id !== to && current.id !== from) {
    const message = `The parameter RemoveFromVersionId must be ${current.id}, which has the stage ${stage}`;
    throw new AwsError("InvalidParameterException", message);
  }
  moveStage(secret, stage, to === undefined ? undefined : byId(secret, to));
  return identify(secret);
}

const identify = ({ arn, name }: Secret): JsonRecord => ({ ARN: arn, Name: name });

function presentVersion(secret: Secret, { id, stages }: SecretVersion): JsonRecord {
  return { ...identify(secret), VersionId: id, VersionStages: [...stages] };
}

function presentSecret(secret: Secret): JsonRecord {
  const versions = [...secret.versions.values()];
  return {
    ...identify(secret),
    CreatedDate: secret.createdAt / 1000,
    LastChangedDate: Math.max(secret.createdAt, ...versions.map(({ createdAt }) => createdAt)) / 1000,
    VersionIdsToStages: Object.fromEntries(
      versions.filter(({ stages }) => stages.size > 0).map(({ id, stages }) => [id, [...stages]]),
    ),
  };
}

function select(secret: Secret, id: string | undefined, stage: string | undefined): SecretVersion {
  if (id !== undefined) {
    const version = byId(secret, id);
    if (stage === undefined || version.stages.has(stage)) return version;
    const message = "You provided a VersionStage that is not associated to the provided VersionId.";
    throw new AwsError("InvalidRequestException", message);
  }
  const version = versionWithStage(secret, stage ?? "AWSCURRENT");
  if (version && version.value !== null) return version;
  const wanted = `staging label: ${stage ?? "AWSCURRENT"}`;
  throw notFound(`Secrets Manager can't find the specified secret value for ${wanted}`);
}

function byId(secret: Secret, id: string): SecretVersion {
  const version = secret.versions.get(id);
  if (version && version.value !== null) return version;
  throw notFound(`Secrets Manager can't find the specified secret value for VersionId: ${id}`);
}
