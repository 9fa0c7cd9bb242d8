import { caption, element, ink, lineColours, picture, short } from "../../soak/svg.ts";
import { type Spread, spreadOf } from "../statistics.ts";
import type { BundledSubject } from "./bundle-subjects.ts";
import type { ColdStart } from "./measure-cold.ts";
import type { WarmTimes } from "./measure-warm.ts";

interface Panel {
  title: string;
  /** One bar for each subject. */
  bars: Spread[];
}

const width = 900;
const names = { right: 290 };
const bar = { height: 16, gap: 8, right: 800 };
const panelHead = 44;

/** Returns an SVG of the CPU time of an event, by payload class, and of a start. Whiskers are the quartiles. */
export function drawIngress(subjects: BundledSubject[], times: WarmTimes, starts: ColdStart[][]): string {
  const warm = [...times].map(([payload, measured]) => ({
    title: `CPU time of one event, µs: ${payload}`,
    bars: measured.map((values) => spreadOf(values)),
  }));
  const cold = {
    title: "Import and first event, ms",
    bars: starts.map((all) =>
      spreadOf(all.map(({ imported, first }) => (imported.wall + first.wall) / 1_000)),
    ),
  };
  const panelHeight = panelHead + subjects.length * (bar.height + bar.gap);
  const panels = [...warm, cold];
  const content = panels.map((panel, n) => drawPanel(panel, subjects, 12 + n * panelHeight));
  const height = 24 + panels.length * panelHeight;
  return picture({ width, height }, "CPU time of an event and time of a start, for each subject", content);
}

function drawPanel({ title, bars }: Panel, subjects: BundledSubject[], top: number): string {
  const highest = Math.max(...bars.map(({ upper }) => upper));
  const x = (value: number) => short(names.right + 10 + (value / highest) * (bar.right - names.right - 10));
  const drawn = bars.flatMap((spread, n) => {
    const y = top + panelHead - 10 + n * (bar.height + bar.gap);
    const isOurs = n === bars.length - 1;
    const middle = y + bar.height / 2;
    const colour = (isOurs ? lineColours[1] : lineColours[0]) ?? ink.text;
    const size = { width: short(x(spread.median) - x(0)), height: bar.height };
    return [
      caption(names.right, y + 12, subjects[n]?.name ?? "", { anchor: "end", weight: isOurs ? 700 : 400 }),
      element("rect", { x: x(0), y, ...size, fill: colour, "fill-opacity": 0.8 }),
      element("path", { d: `M${x(spread.lower)} ${middle}H${x(spread.upper)}`, stroke: ink.title }),
      caption(x(spread.upper) + 6, y + 12, spread.median.toFixed(0)),
    ];
  });
  return [caption(16, top + 14, title, { size: 13, colour: ink.title, weight: 700 }), ...drawn].join("\n");
}
