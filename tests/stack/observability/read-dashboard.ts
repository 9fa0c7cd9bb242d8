import { asRecord, type JsonRecord } from "../../../core/json-value.ts";
import { createResolver } from "../../../scripts/template/intrinsics.ts";

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
  const { Resources, Parameters, Conditions } = asRecord(template);
  const resources = asRecord(Resources);
  const defaults = Object.entries(asRecord(Parameters)).map(([name, value]) => [
    name,
    asRecord(value).Default,
  ]);
  const found = Object.values(resources).find(
    (resource) => asRecord(resource).Type === "AWS::CloudWatch::Dashboard",
  );
  if (!found) throw new Error("The template has no dashboard");
  // It has the name of its stack.
  const { DashboardName: stackName } = asRecord(asRecord(found).Properties);
  const resolver = createResolver({
    parameters: { ...place, "AWS::StackName": stackName, ...Object.fromEntries(defaults) },
    conditions: asRecord(Conditions),
    lookup(id) {
      const name = nameOf(id, asRecord(resources[id]), (text) => resolver.resolve(text));
      return { name, ref: name, attributes: new Proxy({}, { get: () => name }) };
    },
  });
  const { DashboardName, DashboardBody } = asRecord(resolver.resolve(asRecord(found).Properties));
  const body = JSON.parse(String(DashboardBody)) as { widgets: Widget[] };
  return { name: String(DashboardName), widgets: body.widgets };
}

const place = { "AWS::Region": "us-east-1" };

function nameOf(id: string, { Properties }: JsonRecord, resolve: (text: unknown) => unknown): string {
  const { AlarmName, FunctionName, LogGroupName } = asRecord(Properties);
  const names = [AlarmName === undefined ? undefined : resolve(AlarmName), FunctionName, LogGroupName];
  const name = names.find((given) => typeof given === "string");
  return name === undefined ? id : String(name);
}
