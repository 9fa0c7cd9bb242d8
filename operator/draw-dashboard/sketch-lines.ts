import { element, ink, letters, lineColours, short, widthOf } from "./svg.ts";

/** Where there is room for a sketch, in pixels. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Chart {
  title: string;
  labels: string[];
  stacked: boolean;
  /** Thresholds, drawn as dashed lines from the top down. */
  thresholds: string[];
}

const legendLine = 14;
const points = 28;

/** A chart over time. Its curves are made up out of its words: the same ones for the same dashboard. */
export function sketchLines(area: Area, { title, labels, stacked, thresholds }: Chart): string {
  const legend = legendOf(labels, area.width);
  const height = area.height - legend.length * legendLine - 6;
  const bottom = area.y + height;
  const ceiling = 0.9 - 0.13 * thresholds.length;
  const curves = labels.map((label, at) =>
    curve(title + label, (ceiling * (stacked ? 1 : labels.length - at)) / labels.length),
  );
  return [
    ...gridLines({ ...area, height }),
    ...(stacked
      ? stackedAreas(curves, { ...area, height })
      : curves.map((values, at) => line(values, { ...area, height }, at))),
    ...thresholds.flatMap((label, at) => threshold(label, area, area.y + 10 + at * 13)),
    ...legend.flatMap((entries, row) => legendRow(entries, area.x, bottom + 16 + row * legendLine)),
  ].join("\n");
}

/** Bars of what is counted over the whole time. */
export function sketchBars(area: Area, labels: string[]): string {
  const bar = area.height / (2 * Math.max(3, labels.length));
  return [...labels, "", "", ""]
    .slice(0, Math.max(3, labels.length))
    .flatMap((label, at) => {
      const y = area.y + at * 2 * bar + bar / 2;
      const width = area.width * (0.85 - 0.22 * at);
      const fill = lineColours[at % lineColours.length] ?? ink.faint;
      return [
        element("rect", {
          x: area.x,
          y: short(y),
          width: short(width),
          height: short(bar),
          fill,
          opacity: 0.7,
        }),
        ...(label ? [letters(area.x + 6, y + bar / 2 + 4, label, { colour: ink.paper, room: width })] : []),
      ];
    })
    .join("\n");
}

function gridLines({ x, y, width, height }: Area): string[] {
  return [0, 0.5, 1].map((part) => {
    const at = short(y + height * part);
    return element("line", { x1: x, y1: at, x2: x + width, y2: at, stroke: ink.rule });
  });
}

function line(values: number[], area: Area, at: number): string {
  const stroke = lineColours[at % lineColours.length] ?? ink.faint;
  return element("polyline", { points: path(values, area), fill: "none", stroke, "stroke-width": 1.5 });
}

function stackedAreas(curves: number[][], area: Area): string[] {
  let floor = Array.from({ length: points }, () => 0);
  return curves.map((values, at) => {
    const top = values.map((value, index) => value + (floor[index] ?? 0));
    const outline = `${path(top, area)} ${path(floor.toReversed(), area, true)}`;
    floor = top;
    const fill = lineColours[at % lineColours.length] ?? ink.faint;
    return element("polygon", { points: outline, fill, opacity: 0.7 });
  });
}

function path(values: number[], { x, y, width, height }: Area, backwards = false): string {
  const step = width / (points - 1);
  return values
    .map((value, at) => {
      const across = backwards ? points - 1 - at : at;
      return `${short(x + across * step)},${short(y + height * (1 - value))}`;
    })
    .join(" ");
}

/** Shares of the chart's height, the same for the same words. */
function curve(words: string, level: number): number[] {
  let seed = [...words].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7);
  return Array.from({ length: points }, (_, at) => {
    seed = (seed * 137 + 59) % 9973;
    return level * (0.62 + 0.2 * Math.sin(at / 3.5 + (seed % 7) / 20) + 0.18 * (seed / 9973));
  });
}

function threshold(label: string, { x, width }: Area, y: number): string[] {
  return [
    element("line", { x1: x, y1: y, x2: x + width, y2: y, stroke: "#d13212", "stroke-dasharray": "5 3" }),
    letters(x + width, y - 2, label, { size: 9, colour: "#d13212", anchor: "end", room: width / 2 }),
  ];
}

interface LegendEntry {
  label: string;
  colour: string;
  offset: number;
}

/** The legend in lines of the chart's width. */
function legendOf(labels: string[], room: number): LegendEntry[][] {
  const rows: LegendEntry[][] = [[]];
  let offset = 0;
  for (const [at, label] of labels.entries()) {
    const width = widthOf(label, 10) + 22;
    if (offset > 0 && offset + width > room) {
      rows.push([]);
      offset = 0;
    }
    rows.at(-1)?.push({ label, colour: lineColours[at % lineColours.length] ?? ink.faint, offset });
    offset += width;
  }
  return rows;
}

function legendRow(entries: LegendEntry[], x: number, y: number): string[] {
  return entries.flatMap(({ label, colour, offset }) => [
    element("rect", { x: short(x + offset), y: y - 8, width: 8, height: 8, fill: colour }),
    letters(x + offset + 12, y, label, { size: 10 }),
  ]);
}
