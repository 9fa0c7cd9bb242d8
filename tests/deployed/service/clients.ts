import { ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";
import { AthenaClient } from "@aws-sdk/client-athena";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudFrontClient } from "@aws-sdk/client-cloudfront";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { FirehoseClient } from "@aws-sdk/client-firehose";
import { GlueClient } from "@aws-sdk/client-glue";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { WAFV2Client } from "@aws-sdk/client-wafv2";
import { rootKeys } from "../ministack/start-ministack.ts";

export type Clients = ReturnType<typeof createClients>;

/** An operator's clients. */
export function createClients(endpoint: string) {
  const options = { endpoint, region: "us-east-1", credentials: rootKeys };
  return {
    alarms: new CloudWatchClient(options),
    apis: new ApiGatewayV2Client(options),
    catalog: new GlueClient(options),
    cloudFormation: new CloudFormationClient(options),
    edge: new CloudFrontClient(options),
    firewall: new WAFV2Client(options),
    functions: new LambdaClient(options),
    keys: new KMSClient(options),
    logs: new CloudWatchLogsClient(options),
    queries: new AthenaClient(options),
    queues: new SQSClient(options),
    roles: new IAMClient(options),
    schedules: new SchedulerClient(options),
    secrets: new SecretsManagerClient(options),
    states: new SFNClient(options),
    storage: new S3Client(options),
    streams: new FirehoseClient(options),
    tables: new DynamoDBClient(options),
    topics: new SNSClient(options),
  };
}
