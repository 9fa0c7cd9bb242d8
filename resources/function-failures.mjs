/**
 * Counts the failed runs of every function in the metric `FunctionFailed`, so that none can be forgotten; the alarm
 * functions-failing watches it. Failures that users notice page through alarm-pages.yml, whichever function causes them.
 */
export default class FunctionFailures {
  constructor(serverless) {
    const { service } = serverless;
    const { naming } = serverless.getProvider("aws");
    this.hooks = {
      "before:package:finalize": function addFilters() {
        const { Resources } = service.provider.compiledCloudFormationTemplate;
        const steps = JSON.stringify(Resources.EmployeeTask ?? {});
        for (const key of service.getAllFunctions()) {
          const { condition, ...own } = service.getFunction(key);
          const isStep = steps.includes(naming.getLambdaLogicalId(key));
          Resources[`${naming.getNormalizedFunctionName(key)}Failures`] = {
            Type: "AWS::Logs::MetricFilter",
            ...(condition && { Condition: condition }),
            Properties: {
              LogGroupName: { Ref: naming.getLogGroupLogicalId(key) },
              FilterPattern: pattern,
              MetricTransformations: [
                {
                  MetricNamespace: `PrCommentAutomation/${service.provider.stage}`,
                  MetricName: "FunctionFailed",
                  // No DefaultValue: a metric costs nothing in an hour without values.
                  MetricValue: weight(isStep ? 4 : repeats(own)),
                },
              ],
            },
          };
        }
      },
    };
  }
}

/**
 * Lambda's last line about a run that threw an error, exited, timed out or ran out of memory.
 * https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html#platform-report
 */
const pattern = '{ ($.type = "platform.report") && ($.record.status != "success") }';

/** The threshold of functions-failing: a function whose failures are not tolerated reaches it with one. */
const enough = 5;

/**
 * Returns how many failures of a run to tolerate: as many as Lambda retries, because only the last one matters. Zero if
 * failed runs go to a queue. A workflow step is retried by design, so a few of its failures are tolerated.
 */
function repeats({ destinations, maximumRetryAttempts = 0 }) {
  return destinations ? 0 : maximumRetryAttempts;
}

/** Returns the weight of a failure: so many tolerated ones stay below the threshold, one more reaches it. */
function weight(tolerated) {
  return String(Math.ceil((10 * enough) / (tolerated + 1)) / 10);
}
