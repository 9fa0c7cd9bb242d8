import { type MetricLine, metricLines, searched } from "./metric-lines.ts";
import type { Widget } from "./read-dashboard.ts";
import { sketchAlarms, sketchNumbers, sketchTable } from "./sketch-boxes.ts";
import { type Area, sketchBars, sketchLines } from "./sketch-lines.ts";
import { element, ink, letters } from "./svg.ts";

/** Pixels of a cell. */
export const cell = { width: 50, height: 38 };
const gap = 8;
const inside = 10;
const heading = 40;

/** A widget as it stands on the page: its title, what it is made of, and a sketch of its kind. */
export function drawWidget(widget: Widget, prefix: string): string {
  const { type, properties } = widget;
  const frame = frameOf(widget);
  if (type === "text") {
    const words = (properties.markdown ?? "").replaceAll(/^#+ /gm, "");
    return letters(frame.x + 2, frame.y + frame.height - 6, words, {
      size: 16,
      colour: ink.title,
      weight: 700,
    });
  }
  const made = type === "metric" ? metricLines(properties.metrics ?? []) : [];
  const area = areaIn(frame);
  const room = area.width;
  return [
    element("rect", { ...frame, rx: 3, fill: ink.paper, stroke: ink.rule }),
    letters(area.x, frame.y + 18, properties.title ?? "", {
      size: 13,
      colour: ink.title,
      weight: 700,
      room: room * 0.9,
    }),
    letters(area.x, frame.y + 32, sourceOf(widget, made), { size: 9.5, colour: "#879596", room }),
    sketch(widget, made, area, prefix),
  ].join("\n");
}

function sketch({ type, properties }: Widget, made: MetricLine[], area: Area, prefix: string): string {
  const {
    title = "",
    view = "timeSeries",
    stacked = false,
    alarms = [],
    query = "",
    annotations,
  } = properties;
  if (type === "alarm") {
    return sketchAlarms(
      area,
      alarms.map((name) => name.replace(prefix, "")),
    );
  }
  if (type === "log") return sketchTable(area, query);
  const labels = made.filter(({ visible }) => visible).flatMap(labelsOf);
  if (view === "singleValue") return sketchNumbers(area, labels);
  if (view === "bar") return sketchBars(area, labels);
  const thresholds = (annotations?.horizontal ?? []).map(({ label, value }) => label ?? String(value));
  return sketchLines(area, { title, labels, stacked, thresholds });
}

/** A search gives as many lines as it finds. */
function labelsOf({ expression, label }: MetricLine): string[] {
  const found = expression === undefined ? null : searched(expression);
  if (!found) return [label];
  const by = found.dimensions.filter((name) => name !== "stage").join(" and ");
  return [`each ${by}`, "…"];
}

/** The names of what is shown, in small print. */
function sourceOf({ type, properties }: Widget, made: MetricLine[]): string {
  if (type === "log") return "CloudWatch Logs Insights";
  if (type === "alarm") {
    const { length } = properties.alarms ?? [];
    return length === 1 ? "state of an alarm" : `states of ${length} alarms`;
  }
  const names = made.flatMap(({ name, expression }) => {
    const found = expression === undefined ? name : searched(expression)?.name;
    return found ? [found] : [];
  });
  return [...new Set(names)].join(", ");
}

function frameOf({ x, y, width, height }: Widget): Area {
  return {
    x: x * cell.width + gap / 2,
    y: y * cell.height + gap / 2,
    width: width * cell.width - gap,
    height: height * cell.height - gap,
  };
}

function areaIn({ x, y, width, height }: Area): Area {
  return { x: x + inside, y: y + heading, width: width - 2 * inside, height: height - heading - inside };
}
