import type { Stack } from "./stack.ts";

/** Resource types that the tables include. */
const counted = [
  "AWS::ApiGatewayV2::Api",
  "AWS::CloudFront::Distribution",
  "AWS::CloudTrail::Trail",
  "AWS::CloudWatch::Alarm",
  "AWS::CloudWatch::CompositeAlarm",
  "AWS::CloudWatch::Dashboard",
  "AWS::DynamoDB::Table",
  "AWS::KinesisFirehose::DeliveryStream",
  "AWS::KMS::Key",
  "AWS::Lambda::Alias",
  "AWS::Lambda::EventSourceMapping",
  "AWS::Lambda::Function",
  "AWS::Logs::LogGroup",
  "AWS::Logs::MetricFilter",
  "AWS::Logs::SubscriptionFilter",
  "AWS::S3::Bucket",
  "AWS::Scheduler::Schedule",
  "AWS::SecretsManager::Secret",
  "AWS::SQS::Queue",
  "AWS::StepFunctions::StateMachine",
  "AWS::WAFv2::WebACL",
];

/** Resource types without a charge of their own. */
const free = [
  "AWS::ApiGatewayV2::ApiMapping",
  "AWS::ApiGatewayV2::DomainName",
  "AWS::ApiGatewayV2::Integration",
  "AWS::ApiGatewayV2::Route",
  "AWS::ApiGatewayV2::Stage",
  "AWS::Athena::NamedQuery",
  "AWS::Athena::WorkGroup", // a query costs what it reads
  "AWS::CloudFront::CachePolicy",
  "AWS::CloudFront::OriginRequestPolicy",
  "AWS::CloudFront::ResponseHeadersPolicy",
  "AWS::Glue::Database",
  "AWS::Glue::Table",
  "AWS::IAM::Role",
  "AWS::KMS::Alias",
  "AWS::Lambda::EventInvokeConfig",
  "AWS::Lambda::Permission",
  "AWS::Lambda::Version",
  "AWS::Logs::LogStream",
  "AWS::Logs::QueryDefinition",
  "AWS::Route53::RecordSet", // queries for aliases are free
  "AWS::S3::BucketPolicy",
  "AWS::SecretsManager::RotationSchedule",
  "AWS::SNS::Subscription",
  "AWS::SNS::Topic", // an alarm sends a message or two
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::QueuePolicy",
  "AWS::WAFv2::IPSet",
];

/** Returns the resource types that are neither in the tables nor listed as free. */
export function unpricedTypes(stack: Stack): string[] {
  return stack.types.filter((type) => !counted.includes(type) && !free.includes(type));
}
