/**
 * Subscribes the audit stream to every log group of the stack, so that none can be forgotten; docs/audit.md. Left out
 * is what Firehose writes of its own deliveries: it would go round in a circle. A log group can have two
 * subscriptions, so there is room for one of your own.
 */
export default class LogSubscriptions {
  constructor(serverless) {
    this.hooks = {
      // All resources are there then, and nothing has been written yet.
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
              // An alarm finds the subscriptions of a stage by it.
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

/** The log group that a delivery stream writes its errors to. */
function deliveryLogGroup({ Type, Properties }) {
  if (Type !== "AWS::KinesisFirehose::DeliveryStream") return undefined;
  return Properties.ExtendedS3DestinationConfiguration?.CloudWatchLoggingOptions?.LogGroupName?.Ref;
}

/** The name of a condition that holds when the stage is audited and the log group is there. */
function both(template, condition) {
  if (condition === undefined || condition === audited) return audited;
  const name = `${audited}And${condition}`;
  template.Conditions[name] = { "Fn::And": [{ Condition: audited }, { Condition: condition }] };
  return name;
}
