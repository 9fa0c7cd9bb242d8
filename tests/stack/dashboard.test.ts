import { describe, expect, test } from "@jest/globals";
import { readStack } from "../../scripts/cost/stack.ts";
import { alarmsOf } from "./observability/alarms.ts";
import { isPublished } from "./observability/known-metrics.ts";
import { isWritten, messagesIn } from "./observability/log-queries.ts";
import { metricLines, searched } from "./observability/metric-lines.ts";
import { readDashboard, type Widget } from "./observability/read-dashboard.ts";
import { packageService } from "./packaging/package-service.ts";
import { functionsOf } from "./packaging/template.ts";

describe.each(await packageService())("dashboard of $stage", ({ stage, template }) => {
  const { name, widgets } = readDashboard(template);
  const stack = readStack(template);
  const present = (type: string) => new Set(stack.ofType(type).map(({ id }) => id));
  const titled = (title: string) => widgets.filter(({ properties }) => properties.title === title);
  const linesOf = ({ properties }: Widget) => metricLines(properties.metrics ?? []);

  test("belongs to the stage", () => {
    expect(name).toBe(`pr-comment-automation-${stage}`);
  });

  test("fits the grid, and no widgets overlap", () => {
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, n) => `${x + (n % width)},${y + Math.floor(n / width)}`),
    );

    expect(widgets.length).toBeGreaterThan(30);
    expect(widgets.filter(({ x, width }) => x < 0 || x + width > 24)).toEqual([]);
    expect(cells.length).toBe(new Set(cells).size);
  });

  test("shows first whether the service is healthy", () => {
    const first = widgets.filter(({ y }) => y === 0);
    const hasObjectives = present("AWS::CloudWatch::CompositeAlarm").has("SloDispatchPage");

    expect(first.map(({ properties }) => properties.title)).toEqual([
      "Is it healthy?",
      "Requests without a 5xx",
      "Receipt to dispatch",
      "Jobs that did not fail",
      "Dead letters",
      "Signed pings",
    ]);
    const objectives = ["health", "slo-acceptance-page", "slo-dispatch-page", "slo-completion-page"];
    const pages = ["ping-failing", "api-failing", "queue-stuck", "dead-letters", "workflow-failing"];
    expect(first[0]?.properties.alarms).toEqual(
      (hasObjectives ? objectives : pages).map((alarm) => `${name}-${alarm}`),
    );
  });

  test("shows every alarm that notifies", () => {
    const there = new Set([
      ...present("AWS::CloudWatch::Alarm"),
      ...present("AWS::CloudWatch::CompositeAlarm"),
    ]);
    const telling = (urgency: string) =>
      alarmsOf(template, stage).filter((alarm) => alarm.urgency === urgency && there.has(alarm.id));

    for (const urgency of ["Page", "Ticket"]) {
      const shown = titled(`${urgency}s`)[0]?.properties.alarms ?? [];
      expect(shown.toSorted()).toEqual(
        telling(urgency)
          .map(({ fullName }) => fullName)
          .toSorted(),
      );
    }
  });

  test("shows only published metrics", () => {
    const lines = widgets.flatMap(linesOf);
    const metrics = lines.flatMap(({ namespace, name, dimensions, expression }) => {
      if (expression === undefined)
        return [{ namespace, name, dimensions: Object.keys(dimensions), values: dimensions }];
      return searched(expression) ?? [];
    });

    expect(metrics.length).toBeGreaterThan(100);
    expect(metrics.filter((metric) => !isPublished(metric, stage))).toEqual([]);
  });

  test("shows nothing of another stage", () => {
    const own = widgets
      .flatMap(linesOf)
      .flatMap(({ namespace, dimensions, expression }) =>
        namespace === "PrCommentAutomation" || expression?.startsWith("SEARCH")
          ? [dimensions.stage ?? /stage="(\w+)"/.exec(expression ?? "")?.[1]]
          : [],
      );

    expect(own.length).toBeGreaterThan(10);
    expect(new Set(own)).toEqual(new Set([stage]));
  });

  test("expressions use the metrics beside them", () => {
    for (const { properties } of widgets) {
      const options = (properties.metrics ?? []).map((metric) => metric.at(-1) as Record<string, string>);
      const ids = options.map(({ id }) => id);
      const used = options.flatMap(({ expression }) =>
        expression === undefined || expression.startsWith("SEARCH")
          ? []
          : [...expression.matchAll(/\b[a-z][a-z_]*\b/g)].map(([id]) => id),
      );

      expect(ids).toEqual(expect.arrayContaining(used));
    }
  });

  test.each(["Errors", "Throttles", "Duration, p95", "Running at the same time"])(
    "%s covers all functions",
    (title) => {
      const shown = titled(title)
        .flatMap(linesOf)
        .map(({ dimensions }) => dimensions.FunctionName);
      const functions = functionsOf(template).map(({ properties }) => properties.FunctionName);

      expect(shown.toSorted()).toEqual(functions.toSorted());
    },
  );

  test("the latest errors cover all existing functions", () => {
    const query = titled("Latest errors of all functions")[0]?.properties.query ?? "";
    const sources = [...query.matchAll(/SOURCE '\/aws\/lambda\/([^']+)'/g)].map(([, source]) => source);
    const there = present("AWS::Lambda::Function");
    const functions = functionsOf(template).filter(({ logicalId }) => there.has(logicalId));

    expect(sources.toSorted()).toEqual(functions.map(({ properties }) => properties.FunctionName).toSorted());
    expect(query).toMatch(
      /^SOURCE '\S+' (?:\| SOURCE '\S+' )+\| fields [^|]+\| filter level = 'ERROR' or \(type = 'platform\.report' and record\.status != 'success'\) \|/,
    );
  });

  test.each(widgets.filter(({ type }) => type === "log").map(({ properties }) => properties))(
    "the query of $title reads existing log groups and lines that functions write",
    ({ query = "", view }) => {
      const sources = [...query.matchAll(/SOURCE '\/aws\/lambda\/([^']+)'/g)].map(([, source]) => source);
      const functions = functionsOf(template).map(({ properties }) => properties.FunctionName);

      expect(sources.length).toBeGreaterThan(0);
      expect(functions).toEqual(expect.arrayContaining(sources));
      expect(messagesIn(query).filter((message) => !isWritten(message))).toEqual([]);
      // A bar chart needs one aggregation by one field, a time series a bin.
      if (view === "bar") expect(query).toMatch(/\| stats count\(\*\) as \w+ by \w+$/);
      if (view === "timeSeries") expect(query).toMatch(/ by bin\(\w+\)$/);
    },
  );

  test("draws the thresholds of the objectives' alarms", () => {
    const burning = widgets.filter(({ properties }) => properties.title?.startsWith("Budget burn"));
    const rates = alarmsOf(template, stage).filter(({ id }) => /^SloDispatch\w+Long$/.test(id));

    expect(burning).toHaveLength(3);
    for (const { properties } of burning) {
      const drawn = properties.annotations?.horizontal?.map(({ value }) => value);
      expect(drawn).toEqual(rates.map(({ threshold }) => threshold));
    }
  });

  test("has the rows of the stage's parts", () => {
    const headings = widgets.flatMap(({ properties }) => properties.markdown ?? []);

    expect(headings.includes("## Edge")).toBe(present("AWS::CloudFront::Distribution").size > 0);
    expect(headings.includes("## Audit")).toBe(
      present("AWS::KinesisFirehose::DeliveryStream").has("AuditStream"),
    );
  });
});
