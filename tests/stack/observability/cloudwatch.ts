import { at, type Json, ofType, resource, type Template } from "../packaging/template.ts";

/** A value of a metric. */
export interface Datum {
  namespace: string;
  name: string;
  dimensions: Record<string, Json>;
  value: number;
}

/** Returns what CloudWatch makes of a line in a log group: metrics in the embedded format, and those of the group's filters. */
export function dataOf(template: Template, logGroupId: string, line: string): Datum[] {
  const record: unknown = JSON.parse(line);
  const filters = ofType(template, "AWS::Logs::MetricFilter").filter(
    ([, { Properties }]) => at(Properties.LogGroupName, "Ref") === logGroupId,
  );
  const filtered = filters.flatMap(([, { Properties }]) => {
    if (!matches(String(Properties.FilterPattern), record)) return [];
    const { MetricNamespace, MetricName, MetricValue } = at(Properties.MetricTransformations, 0) as Record<
      string,
      string
    >;
    return [
      {
        namespace: String(MetricNamespace),
        name: String(MetricName),
        dimensions: {},
        value: Number(MetricValue),
      },
    ];
  });
  return [...filtered, ...embedded(record)];
}

/**
 * Whether a line matches a filter pattern: comparisons of texts, combined by `&&`. Throws for anything else.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
function matches(pattern: string, record: unknown): boolean {
  const inner = /^\{ (.*) \}$/.exec(pattern)?.[1] ?? pattern;
  return inner.split(" && ").every((part) => {
    const [, path, operator, value] = /^\(?\$\.([\w.]+) (!?=) "([^"]*)"\)?$/.exec(part) ?? [];
    if (path === undefined) throw new Error(`Extend this matcher for the filter pattern ${pattern}`);
    const found = at(record, ...path.split("."));
    // A comparison with a field that does not exist is false, also with `!=`.
    return found !== undefined && (found === value) === (operator === "=");
  });
}

interface Directive {
  Namespace: string;
  Dimensions: string[][];
  Metrics: { Name: string }[];
}

function embedded(record: unknown): Datum[] {
  const directives = (at(record, "_aws", "CloudWatchMetrics") ?? []) as Directive[];
  return directives.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.map(({ Name }) => ({
        namespace: Namespace,
        name: Name,
        dimensions: Object.fromEntries(names.map((name) => [name, at(record, name) as Json])),
        value: Number(at(record, Name)),
      })),
    ),
  );
}

const statistics: Record<string, (values: number[]) => number> = {
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Maximum: (values) => Math.max(...values),
};

const comparisons: Record<string, (value: number, threshold: number) => boolean> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
};

/** Whether an alarm on one metric goes off if these data, and no others, arrive in each of its periods. */
export function firesOn(template: Template, alarmId: string, data: Datum[]): boolean {
  const { Namespace, MetricName, Dimensions, Statistic, ComparisonOperator, Threshold, TreatMissingData } =
    resource(template, alarmId).Properties;
  if (MetricName === undefined) throw new Error(`${alarmId} watches more than one metric`);
  const pairs = (Dimensions ?? []) as { Name: string; Value: Json }[];
  const watched = JSON.stringify(pairs.map(({ Name, Value }) => [Name, Value]).toSorted());
  const values = data
    .filter(({ namespace, name }) => namespace === Namespace && name === MetricName)
    .filter(({ dimensions }) => JSON.stringify(Object.entries(dimensions).toSorted()) === watched)
    .map(({ value }) => value);
  if (values.length === 0) return TreatMissingData === "breaching";
  const statistic = statistics[String(Statistic)];
  const compare = comparisons[String(ComparisonOperator)];
  if (!statistic || !compare)
    throw new Error(`Extend this for ${alarmId}: ${Statistic} ${ComparisonOperator}`);
  return compare(statistic(values), Number(Threshold));
}
