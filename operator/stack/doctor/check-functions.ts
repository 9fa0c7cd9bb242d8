import { CloudWatchClient, paginateGetMetricData } from "@aws-sdk/client-cloudwatch";
import type { Stack } from "../find-stack.ts";
import { type Finding, passed, skipped, warning } from "../finding.ts";

const hourMs = 3_600_000;
/** Lambda's metrics by the id of their query. */
const metrics = { errors: "Errors", throttles: "Throttles" } as const;

/**
 * Checks which functions failed or were throttled within the last hour: the alarms functions-failing and
 * functions-throttled do not say which.
 */
export async function checkFunctions({ name, stage, region }: Stack): Promise<Finding[]> {
  if (stage === "local") return [skipped("functions", "not available on the laptop")];
  const request = {
    StartTime: new Date(Date.now() - hourMs),
    EndTime: new Date(),
    MetricDataQueries: Object.entries(metrics).map(([Id, metric]) => ({
      Id,
      Expression: `SELECT SUM(${metric}) FROM SCHEMA("AWS/Lambda", FunctionName) GROUP BY FunctionName ORDER BY SUM() DESC LIMIT 100`,
      Period: 300,
    })),
  };
  const found: Finding[] = [];
  for await (const page of paginateGetMetricData({ client: new CloudWatchClient({ region }) }, request)) {
    for (const { Id, Label = "", StatusCode, Values = [], Messages } of page.MetricDataResults ?? []) {
      if (StatusCode === "InternalError" || StatusCode === "Forbidden")
        return [skipped("functions", Messages?.[0]?.Value ?? "CloudWatch did not answer the query")];
      const times = Values.reduce((sum, value) => sum + value, 0);
      // The account can have other stacks.
      if (times === 0 || !Label.startsWith(`${name}-`)) continue;
      const what = Id === "throttles" ? "throttled" : "failed";
      const detail = `${Label.slice(name.length + 1)}: ${times} ${what} in the last hour`;
      const advice = `See why: aws logs tail /aws/lambda/${Label} --since 1h --region ${region}`;
      found.push(warning("functions", detail, advice));
    }
  }
  return found.length > 0 ? found : [passed("functions", "none failed or was throttled in the last hour")];
}
