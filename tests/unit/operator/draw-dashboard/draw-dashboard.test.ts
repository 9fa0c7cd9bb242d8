import { describe, expect, test } from "@jest/globals";
import { drawDashboard } from "../../../../operator/draw-dashboard/draw-dashboard.ts";
import type { Widget, WidgetProperties } from "../../../../operator/draw-dashboard/read-dashboard.ts";

const queue = ["AWS/SQS", "Depth", "QueueName", "events"];

function aWidget(properties: WidgetProperties, place: Partial<Widget> = {}): Widget {
  return { type: "metric", x: 0, y: 0, width: 6, height: 5, properties, ...place };
}

const draw = (...widgets: Widget[]) => drawDashboard({ name: "service-dev", widgets });
const count = (svg: string, tag: string) => svg.split(`<${tag} `).length - 1;

describe("a drawing of a dashboard", () => {
  test("is as large as its widgets need", () => {
    const small = draw(aWidget({ title: "Depth" }));
    const large = draw(aWidget({ title: "Depth" }, { y: 10 }));

    expect(small).toContain('viewBox="0 0 1224 264"');
    expect(large).toContain('viewBox="0 0 1224 644"');
  });

  test("is the same whenever it is drawn", () => {
    const widget = aWidget({ title: "Depth", metrics: [queue] });

    expect(draw(widget)).toBe(draw(structuredClone(widget)));
  });

  test("says what a widget shows", () => {
    const svg = draw(aWidget({ title: "Waiting", metrics: [[...queue, { label: "letters" }]] }));

    for (const words of ["service-dev", "Waiting", "Depth", "letters"])
      expect(svg).toContain(`>${words}</text>`);
  });

  test("has nothing in it that would be read as markup", () => {
    const svg = draw(aWidget({ title: 'a < b & "c"' }));

    expect(svg).toContain(">a &lt; b &amp; &quot;c&quot;</text>");
  });

  test("cuts off what does not fit", () => {
    const svg = draw(aWidget({ title: "word ".repeat(40) }));

    expect(svg).toMatch(/>(?:word ){3,9}w?o?r?…<\/text>/);
  });
});

describe("a sketch", () => {
  test("has a curve for each visible metric, and its thresholds", () => {
    const svg = draw(
      aWidget({
        metrics: [queue, ["...", "letters"], ["...", { visible: false }]],
        annotations: { horizontal: [{ label: "page", value: 600 }] },
      }),
    );

    expect(count(svg, "polyline")).toBe(2);
    expect(svg).toContain('stroke-dasharray="5 3"');
    expect(svg).toContain(">page</text>");
  });

  test("has areas where they are stacked", () => {
    expect(count(draw(aWidget({ stacked: true, metrics: [queue] })), "polygon")).toBe(1);
  });

  test("says that a search finds a line for each value", () => {
    const expression = `SEARCH('{Own,stage,reason} MetricName="Refused" stage="dev"', 'Sum', 300)`;

    const svg = draw(aWidget({ metrics: [[{ id: "refused", label: "", expression }]] }));

    expect(svg).toContain(">each reason</text>");
    expect(svg).toContain(">Refused</text>");
  });

  test("makes up no numbers", () => {
    const svg = draw(aWidget({ view: "singleValue", metrics: [queue] }));

    expect(svg).toContain(">—</text>");
    expect(count(svg, "polyline")).toBe(0);
  });

  test("has a box for each alarm, named as the stage calls it", () => {
    const alarms = ["service-dev-late", "service-dev-failing"];

    const svg = draw(aWidget({ alarms }, { type: "alarm" }));

    expect(svg).toContain(">late</text>");
    expect(svg).toContain(">failing</text>");
    expect(svg).toContain("states of 2 alarms");
  });

  test("has the columns of a query, the bars of a sum, the words of a heading", () => {
    const svg = draw(
      aWidget({ query: "SOURCE 'a' | fields @timestamp, code | limit 20" }, { type: "log" }),
      aWidget({ view: "bar", metrics: [[...queue, { label: "by day" }]] }, { x: 6 }),
      aWidget({ markdown: "## Traffic" }, { type: "text", x: 12, height: 1 }),
    );

    for (const words of ["@timestamp", "code", "by day", "Traffic"])
      expect(svg).toContain(`>${words}</text>`);
  });
});
