import { at, type Json, ofType, type Template } from "../packaging/template.ts";
import type { MetricName } from "./known-metrics.ts";

export interface WatchedMetric extends MetricName {
  /** Values by dimension. */
  values: Record<string, Json>;
  period: number;
}

export interface Alarm {
  id: string;
  /** Without the service and the stage. */
  name: string;
  fullName: string;
  description: string;
  /** The first word of the description. */
  urgency: string;
  condition: string | undefined;
  actions: Json | undefined;
  okActions: Json | undefined;
  /** Of a composite: its whole rule, as JSON. */
  rule: string | undefined;
  threshold: Json | undefined;
  periods: number;
  expressions: string[];
  /** The metrics' IDs in the expressions. */
  ids: string[];
  metrics: WatchedMetric[];
}

/** All alarms of a template, composites included. */
export function alarmsOf(template: Template, stage: string): Alarm[] {
  const types = ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"];
  return types
    .flatMap((type) => ofType(template, type))
    .map(([id, resource]) => {
      const {
        AlarmName,
        AlarmDescription,
        AlarmActions,
        OKActions,
        AlarmRule,
        Threshold,
        EvaluationPeriods,
      } = resource.Properties;
      return {
        id,
        fullName: nameOf(AlarmName, stage),
        name: nameOf(AlarmName, stage).replace(`pr-comment-automation-${stage}-`, ""),
        description: String(AlarmDescription),
        urgency: String(AlarmDescription).split(":")[0] ?? "",
        condition: at(resource, "Condition") as string | undefined,
        actions: AlarmActions,
        okActions: OKActions,
        rule: AlarmRule === undefined ? undefined : JSON.stringify(AlarmRule),
        threshold: Threshold,
        periods: Number(EvaluationPeriods),
        ...watched(resource.Properties),
      };
    });
}

/** The web ACL's alarms are named after the stack, whose name is that of the service and the stage. */
function nameOf(name: Json | undefined, stage: string): string {
  const text = at(name, "Fn::Sub") ?? name;
  return String(text).replace(/\$\{AWS::StackName\}/, `pr-comment-automation-${stage}`);
}

/** The logical IDs in a composite's rule. */
export function namedIn(rule: string): string[] {
  return [...rule.matchAll(/ALARM\(\\"\$\{(\w+)\}\\"\)/g)].map(([, id = ""]) => id);
}

function watched(properties: Record<string, Json>): Pick<Alarm, "expressions" | "ids" | "metrics"> {
  const queries = (properties.Metrics ?? []) as Json[];
  const expressions = queries.flatMap((query) => {
    const expression = at(query, "Expression");
    return typeof expression === "string" ? [expression] : [];
  });
  const asked = queries.filter((query) => at(query, "MetricStat") !== undefined);
  const ids = asked.map((query) => String(at(query, "Id")));
  const metrics = asked.map((query) =>
    toMetric(at(query, "MetricStat", "Metric"), at(query, "MetricStat", "Period")),
  );
  if (properties.MetricName !== undefined) metrics.push(toMetric(properties, properties.Period));
  return { expressions, ids, metrics };
}

function toMetric(metric: unknown, period: unknown): WatchedMetric {
  const pairs = (at(metric, "Dimensions") ?? []) as { Name: string; Value: Json }[];
  return {
    namespace: String(at(metric, "Namespace")),
    name: String(at(metric, "MetricName")),
    dimensions: pairs.map(({ Name }) => Name),
    values: Object.fromEntries(pairs.map(({ Name, Value }) => [Name, Value])),
    period: Number(period),
  };
}
