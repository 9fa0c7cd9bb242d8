import { createHash } from "node:crypto";
import type { ResourceValues } from "../../../scripts/template/intrinsics.ts";

/** A resource of the template as the laptop runs it. */
export interface LocalResource extends ResourceValues {
  name: string;
}

export interface Place {
  region: string;
  accountId: string;
  /** Base of the queues' URLs. */
  queueEndpoint: string;
  /** URL of the HTTP API. */
  httpEndpoint: string;
}

type Describe = (name: string, place: Place) => Omit<LocalResource, "name">;

interface ResourceKind {
  /** The property with which a template sets the physical name. */
  nameProperty: string;
  describe: Describe;
}

/** The resource types that functions and state machines refer to. Any other type has only a `Ref`. */
const kinds: Record<string, ResourceKind> = {
  "AWS::DynamoDB::Table": namedWithArn("TableName", (name, place) => arn("dynamodb", `table/${name}`, place)),
  "AWS::SQS::Queue": {
    nameProperty: "QueueName",
    describe: (name, place) => {
      const url = `${place.queueEndpoint}/${place.accountId}/${name}`;
      return { ref: url, attributes: { Arn: arn("sqs", name, place), QueueName: name, QueueUrl: url } };
    },
  },
  "AWS::S3::Bucket": namedWithArn("BucketName", (name) => `arn:aws:s3:::${name}`),
  "AWS::SecretsManager::Secret": {
    nameProperty: "Name",
    describe: (name, place) => {
      const suffix = createHash("sha256").update(name).digest("hex").slice(0, 6);
      const id = arn("secretsmanager", `secret:${name}-${suffix}`, place);
      return { ref: id, attributes: { Id: id } };
    },
  },
  "AWS::StepFunctions::StateMachine": {
    nameProperty: "StateMachineName",
    describe: (name, place) => {
      const id = arn("states", `stateMachine:${name}`, place);
      return { ref: id, attributes: { Arn: id, Name: name } };
    },
  },
  "AWS::Lambda::Function": namedWithArn("FunctionName", (name, place) =>
    arn("lambda", `function:${name}`, place),
  ),
  "AWS::ApiGatewayV2::Api": {
    nameProperty: "Name",
    describe: (name, place) => ({ ref: name, attributes: { ApiEndpoint: place.httpEndpoint } }),
  },
  "AWS::IAM::Role": namedWithArn("RoleName", (name, place) => `arn:aws:iam::${place.accountId}:role/${name}`),
  "AWS::Logs::LogGroup": namedWithArn("LogGroupName", (name, place) =>
    arn("logs", `log-group:${name}:*`, place),
  ),
  "AWS::KMS::Key": namedWithArn("", (name, place) => arn("kms", `key/${name}`, place)),
  "AWS::SNS::Topic": {
    nameProperty: "TopicName",
    describe: (name, place) => {
      const id = arn("sns", name, place);
      return { ref: id, attributes: { TopicArn: id, TopicName: name } };
    },
  },
};

export function nameProperty(type: string): string {
  return kinds[type]?.nameProperty ?? "";
}

export function describeResource(type: string, name: string, place: Place): LocalResource {
  return { name, ...(kinds[type]?.describe(name, place) ?? { ref: name, attributes: {} }) };
}

function arn(service: string, resource: string, place: Place): string {
  return `arn:aws:${service}:${place.region}:${place.accountId}:${resource}`;
}

function namedWithArn(nameProperty: string, arnOf: (name: string, place: Place) => string): ResourceKind {
  return {
    nameProperty,
    describe: (name, place) => ({ ref: name, attributes: { Arn: arnOf(name, place) } }),
  };
}
