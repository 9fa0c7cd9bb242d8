import { GetApisCommand } from "@aws-sdk/client-apigatewayv2";
import { ListWorkGroupsCommand } from "@aws-sdk/client-athena";
import { ListStacksCommand } from "@aws-sdk/client-cloudformation";
import { ListCachePoliciesCommand, ListDistributionsCommand } from "@aws-sdk/client-cloudfront";
import { paginateDescribeAlarms, paginateListDashboards } from "@aws-sdk/client-cloudwatch";
import { paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { paginateListTables } from "@aws-sdk/client-dynamodb";
import { ListDeliveryStreamsCommand } from "@aws-sdk/client-firehose";
import { paginateGetDatabases } from "@aws-sdk/client-glue";
import { paginateListRoles } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import { paginateListEventSourceMappings, paginateListFunctions } from "@aws-sdk/client-lambda";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { paginateListSchedules } from "@aws-sdk/client-scheduler";
import { paginateListSecrets } from "@aws-sdk/client-secrets-manager";
import { paginateListStateMachines } from "@aws-sdk/client-sfn";
import { paginateListTopics } from "@aws-sdk/client-sns";
import { paginateListQueues } from "@aws-sdk/client-sqs";
import { ListWebACLsCommand } from "@aws-sdk/client-wafv2";
import type { Clients } from "../service/clients.ts";

type Ids = Promise<(string | undefined)[]>;

/** All resources of a type in the account, by their CloudFormation IDs. */
export const listings: Record<string, (clients: Clients) => Ids> = {
  "AWS::ApiGatewayV2::Api": async ({ apis }) =>
    ((await apis.send(new GetApisCommand({}))).Items ?? []).map(({ ApiId }) => ApiId),
  "AWS::Athena::WorkGroup": async ({ queries }) =>
    ((await queries.send(new ListWorkGroupsCommand({}))).WorkGroups ?? []).map(({ Name }) => Name),
  "AWS::CloudFormation::Stack": async ({ cloudFormation }) => {
    const { StackSummaries = [] } = await cloudFormation.send(new ListStacksCommand({}));
    return StackSummaries.filter(({ StackStatus }) => StackStatus !== "DELETE_COMPLETE").map(
      ({ StackName, StackStatus }) => `${StackName} (${StackStatus})`,
    );
  },
  "AWS::CloudFront::CachePolicy": async ({ edge }) => {
    const { CachePolicyList } = await edge.send(new ListCachePoliciesCommand({ Type: "custom" }));
    return (CachePolicyList?.Items ?? []).map(({ CachePolicy }) => CachePolicy?.Id);
  },
  "AWS::CloudFront::Distribution": async ({ edge }) =>
    ((await edge.send(new ListDistributionsCommand({}))).DistributionList?.Items ?? []).map(({ Id }) => Id),
  "AWS::CloudWatch::Alarm": ({ alarms: client }) =>
    all(paginateDescribeAlarms({ client }, {}), ({ MetricAlarms = [] }) =>
      MetricAlarms.map(({ AlarmName }) => AlarmName),
    ),
  "AWS::CloudWatch::Dashboard": ({ alarms: client }) =>
    all(paginateListDashboards({ client }, {}), ({ DashboardEntries = [] }) =>
      DashboardEntries.map(({ DashboardName }) => DashboardName),
    ),
  "AWS::DynamoDB::Table": ({ tables: client }) =>
    all(paginateListTables({ client }, {}), ({ TableNames = [] }) => TableNames),
  "AWS::Glue::Database": ({ catalog: client }) =>
    all(paginateGetDatabases({ client }, {}), ({ DatabaseList = [] }) =>
      DatabaseList.map(({ Name }) => Name),
    ),
  "AWS::IAM::Role": ({ roles: client }) =>
    all(paginateListRoles({ client }, {}), ({ Roles = [] }) => Roles.map(({ RoleName }) => RoleName)),
  "AWS::KMS::Key": async ({ keys }) => {
    const { Keys = [] } = await keys.send(new ListKeysCommand({}));
    const described = await Promise.all(
      Keys.map(({ KeyId }) => keys.send(new DescribeKeyCommand({ KeyId }))),
    );
    // A key stays for days before it is deleted.
    return described
      .filter(
        ({ KeyMetadata }) => KeyMetadata?.KeyState !== "PendingDeletion" && KeyMetadata?.KeyManager !== "AWS",
      )
      .map(({ KeyMetadata }) => KeyMetadata?.KeyId);
  },
  "AWS::KinesisFirehose::DeliveryStream": async ({ streams }) =>
    (await streams.send(new ListDeliveryStreamsCommand({}))).DeliveryStreamNames ?? [],
  "AWS::Lambda::EventSourceMapping": ({ functions: client }) =>
    all(paginateListEventSourceMappings({ client }, {}), ({ EventSourceMappings = [] }) =>
      EventSourceMappings.map(({ UUID }) => UUID),
    ),
  "AWS::Lambda::Function": ({ functions: client }) =>
    all(paginateListFunctions({ client }, {}), ({ Functions = [] }) =>
      Functions.map(({ FunctionName }) => FunctionName),
    ),
  "AWS::Logs::LogGroup": ({ logs: client }) =>
    all(paginateDescribeLogGroups({ client }, {}), ({ logGroups = [] }) =>
      logGroups.map(({ logGroupName }) => logGroupName),
    ),
  "AWS::S3::Bucket": async ({ storage }) =>
    ((await storage.send(new ListBucketsCommand({}))).Buckets ?? []).map(({ Name }) => Name),
  "AWS::SNS::Topic": ({ topics: client }) =>
    all(paginateListTopics({ client }, {}), ({ Topics = [] }) => Topics.map(({ TopicArn }) => TopicArn)),
  "AWS::SQS::Queue": ({ queues: client }) =>
    all(paginateListQueues({ client }, {}), ({ QueueUrls = [] }) => QueueUrls),
  "AWS::Scheduler::Schedule": ({ schedules: client }) =>
    all(paginateListSchedules({ client }, {}), ({ Schedules = [] }) => Schedules.map(({ Name }) => Name)),
  "AWS::SecretsManager::Secret": ({ secrets: client }) =>
    all(paginateListSecrets({ client }, {}), ({ SecretList = [] }) => SecretList.map(({ Name }) => Name)),
  "AWS::StepFunctions::StateMachine": ({ states: client }) =>
    all(paginateListStateMachines({ client }, {}), ({ stateMachines = [] }) =>
      stateMachines.map(({ stateMachineArn }) => stateMachineArn),
    ),
  "AWS::WAFv2::WebACL": async ({ firewall }) =>
    ((await firewall.send(new ListWebACLsCommand({ Scope: "CLOUDFRONT" }))).WebACLs ?? []).map(
      ({ Id }) => Id,
    ),
};

/** These are parts of another resource and are deleted with it. */
export const insideOthers = new Set([
  "AWS::ApiGatewayV2::Integration",
  "AWS::ApiGatewayV2::Route",
  "AWS::ApiGatewayV2::Stage",
  "AWS::Glue::Table",
  "AWS::Lambda::EventInvokeConfig",
  "AWS::Lambda::Permission",
  "AWS::Logs::LogStream",
  "AWS::Logs::MetricFilter",
  "AWS::Logs::SubscriptionFilter",
  "AWS::S3::BucketPolicy",
  "AWS::SNS::Subscription",
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::QueuePolicy",
]);

/** Everything in the account: type and ID, one text each. */
export async function listEverything(clients: Clients): Promise<Set<string>> {
  const lists = await Promise.all(
    Object.entries(listings).map(async ([type, list]) => (await list(clients)).map((id) => `${type} ${id}`)),
  );
  return new Set(lists.flat());
}

async function all<Page>(pages: AsyncIterable<Page>, read: (page: Page) => (string | undefined)[]): Ids {
  const found: (string | undefined)[] = [];
  for await (const page of pages) found.push(...read(page));
  return found;
}
