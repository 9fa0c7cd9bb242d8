import { isRecord, type JsonRecord } from "../../../local/aws/server/json-value.ts";
import { createResolver } from "../../../local/aws/template/intrinsics.ts";

/** Places and sizes are in cells of CloudWatch's grid, which is 24 wide. */
export interface Widget {
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  properties: WidgetProperties;
}

export interface WidgetProperties {
  title?: string;
  view?: string;
  stacked?: boolean;
  markdown?: string;
  query?: string;
  /** Their names, where CloudWatch has ARNs. */
  alarms?: string[];
  metrics?: unknown[][];
  annotations?: { horizontal?: { label?: string; value: number }[] };
}

export interface Dashboard {
  name: string;
  widgets: Widget[];
}

/**
 * The dashboard of a packaged template, as a deployment with its own defaults would have it. A resource stands there
 * with its name, or with its logical id where CloudFormation makes a name up.
 */
export function readDashboard(template: unknown): Dashboard {
  const { Resources, Parameters, Conditions } = record(template);
  const resources = record(Resources);
  const defaults = Object.entries(record(Parameters)).map(([name, value]) => [name, record(value).Default]);
  const found = Object.values(resources).find(
    (resource) => record(resource).Type === "AWS::CloudWatch::Dashboard",
  );
  if (!found) throw new Error("The template has no dashboard");
  // It has the name of its stack.
  const { DashboardName: stackName } = record(record(found).Properties);
  const resolver = createResolver({
    parameters: { ...place, "AWS::StackName": stackName, ...Object.fromEntries(defaults) },
    conditions: record(Conditions),
    lookup(id) {
      const name = nameOf(id, record(resources[id]), (text) => resolver.resolve(text));
      return { name, ref: name, attributes: new Proxy({}, { get: () => name }) };
    },
  });
  const { DashboardName, DashboardBody } = record(resolver.resolve(record(found).Properties));
  const body = JSON.parse(String(DashboardBody)) as { widgets: Widget[] };
  return { name: String(DashboardName), widgets: body.widgets };
}

const place = { "AWS::Region": "us-east-1" };

function nameOf(id: string, { Properties }: JsonRecord, resolve: (text: unknown) => unknown): string {
  const { AlarmName, FunctionName, LogGroupName } = record(Properties);
  const names = [AlarmName === undefined ? undefined : resolve(AlarmName), FunctionName, LogGroupName];
  const name = names.find((given) => typeof given === "string");
  return name === undefined ? id : String(name);
}

function record(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}
