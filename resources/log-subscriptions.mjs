/**
 * Subscribes the audit stream to every log group of the stack, so that none can be forgotten (docs/audit.md), except
 * Firehose's own error logs, which would cause a loop. A log group can have two subscriptions, so you can add one.
 */
export default class LogSubscriptions {
  constructor(serverless) {
    this.hooks = {
      // At this point all resources exist, and the template is not written yet.
      "after:aws:package:finalize:mergeCustomProviderResources": function subscribe() {
        const { service, provider } = serverless.service;
        const template = provider.compiledCloudFormationTemplate;
        const { Resources } = template;
        if (!Resources[stream]) return;
        const own = new Set(Object.values(Resources).map(deliveryLogGroup));
        for (const [id, { Type, Condition }] of Object.entries(Resources)) {
          if (Type !== "AWS::Logs::LogGroup" || own.has(id)) continue;
          Resources[`${id}Subscription`] = {
            Type: "AWS::Logs::SubscriptionFilter",
            Condition: both(template, Condition),
            Properties: {
              FilterName: `${service}-${provider.stage}-audit`,
              LogGroupName: { Ref: id },
              FilterPattern: "",
              DestinationArn: { "Fn::GetAtt": [stream, "Arn"] },
              RoleArn: { "Fn::GetAtt": ["AuditSubscriptionRole", "Arn"] },
            },
          };
        }
      },
    };
  }
}

const stream = "AuditStream";
const audited = "HasAudit";

/** Returns the logical id of the log group for a delivery stream's errors; undefined for other resources. */
function deliveryLogGroup({ Type, Properties }) {
  if (Type !== "AWS::KinesisFirehose::DeliveryStream") return undefined;
  return Properties.ExtendedS3DestinationConfiguration?.CloudWatchLoggingOptions?.LogGroupName?.Ref;
}

/** Returns the name of a condition that holds if the stage has `audit` and the log group exists. */
function both(template, condition) {
  if (condition === undefined || condition === audited) return audited;
  const name = `${audited}And${condition}`;
  template.Conditions[name] = { "Fn::And": [{ Condition: audited }, { Condition: condition }] };
  return name;
}
