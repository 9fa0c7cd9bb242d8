/**
 * Adds a ticket alarm on errors and throttles for every function, so that none can be forgotten. Failures that users
 * notice page through alarm-pages.yml, whichever function causes them.
 */
export default class FunctionAlarms {
  constructor(serverless) {
    const { service } = serverless;
    const { naming } = serverless.getProvider("aws");
    this.hooks = {
      "before:package:finalize": function addAlarms() {
        const { Resources } = service.provider.compiledCloudFormationTemplate;
        const steps = JSON.stringify(Resources.EmployeeTask ?? {});
        for (const key of service.getAllFunctions()) {
          const { name, condition, ...own } = service.getFunction(key);
          const logicalId = naming.getLambdaLogicalId(key);
          Resources[`${naming.getNormalizedFunctionName(key)}Alarm`] = {
            Type: "AWS::CloudWatch::Alarm",
            ...(condition && { Condition: condition }),
            Properties: {
              AlarmName: `${service.service}-${service.provider.stage}-function-${kebab(key)}`,
              ...alarm({ key, name, logicalId, tolerated: steps.includes(logicalId) ? 4 : repeats(own) }),
            },
          };
        }
      },
    };
  }
}

/**
 * Returns how many failures of a run to tolerate: as many as Lambda retries, because only the last one matters. Zero if
 * failed runs go to a queue.
 */
function repeats({ destinations, maximumRetryAttempts = 0 }) {
  return destinations ? 0 : maximumRetryAttempts;
}

/** Returns the alarm. A workflow step is retried by design, so a few failures are tolerated. */
function alarm({ key, name, logicalId, tolerated }) {
  const often = tolerated ? `${tolerated + 1} times in 15 minutes` : "in the last 15 minutes";
  const metric = (MetricName) => ({
    ReturnData: false,
    MetricStat: {
      Stat: "Sum",
      Period: 900,
      Metric: {
        Namespace: "AWS/Lambda",
        MetricName,
        Dimensions: [{ Name: "FunctionName", Value: { Ref: logicalId } }],
      },
    },
  });
  return {
    AlarmDescription:
      `Ticket: ${key} failed or was throttled ${often}. Runbook: docs/runbooks/function.md. ` +
      `Check: aws logs tail /aws/lambda/${name} --since 30m`,
    AlarmActions: [{ Ref: "AlarmTopic" }],
    TreatMissingData: "notBreaching",
    ComparisonOperator: "GreaterThanThreshold",
    Threshold: tolerated,
    EvaluationPeriods: 1,
    Metrics: [
      { Id: "failures", Label: "Errors and throttles", Expression: "SUM([errors, throttles])" },
      { Id: "errors", ...metric("Errors") },
      { Id: "throttles", ...metric("Throttles") },
    ],
  };
}

function kebab(key) {
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
