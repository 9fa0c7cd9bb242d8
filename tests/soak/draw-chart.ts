import type { Sample } from "./sample.ts";
import { caption, element, ink, lineColours, picture, short } from "./svg.ts";

export interface Line {
  name: string;
  values: (number | null)[];
}

/** The values below the panels, from left to right, and how to write one of them. */
export interface Axis {
  values: number[];
  show(value: number): string;
}

const width = 900;
const panel = { left: 60, right: 20, top: 46, height: 170, gap: 40 };

/** Returns an SVG of memory, queue depth and latency over time, one below the other. */
export function drawChart(samples: readonly Sample[], title: string): string {
  const line = (name: string, pick: (sample: Sample) => number | null): Line => ({
    name,
    values: samples.map(pick),
  });
  const seconds = (milliseconds: number | null) => (milliseconds === null ? null : milliseconds / 1_000);
  const panels: [string, Line[]][] = [
    [
      "Memory, MB",
      [
        line("main process", ({ mainMemory }) => mainMemory / 2 ** 20),
        line("functions", ({ functionMemory }) => functionMemory / 2 ** 20),
      ],
    ],
    [
      "Depth",
      [
        line("queued", ({ queued }) => queued),
        line("open jobs", ({ openJobs }) => openJobs),
        line("dead letters", ({ deadLetters }) => deadLetters),
      ],
    ],
    [
      "Comment to answer, s",
      [line("p50", ({ p50 }) => seconds(p50)), line("p95", ({ p95 }) => seconds(p95))],
    ],
  ];
  const minutes = { values: samples.map(({ at }) => at), show: (at: number) => `${short(at / 60)} min` };
  return drawPanels(panels, minutes, title);
}

/** Returns an SVG of panels with lines over the same axis, one below the other. */
export function drawPanels(panels: [string, Line[]][], axis: Axis, title: string): string {
  const height = panel.top + panels.length * (panel.height + panel.gap);
  const content = [
    caption(panel.left, 26, title, { size: 15, colour: ink.title, weight: 700 }),
    ...panels.map(([name, lines], n) =>
      drawPanel(name, lines, axis, panel.top + n * (panel.height + panel.gap)),
    ),
  ];
  return picture({ width, height }, title, content);
}

function drawPanel(name: string, lines: Line[], { values: axis, show }: Axis, top: number): string {
  const all = lines.flatMap(({ values }) => values.filter((value) => value !== null));
  const highest = Math.max(1, ...all);
  const longest = Math.max(1, ...axis);
  const right = width - panel.right;
  const bottom = top + 20 + panel.height - 20;
  const x = (at: number) => short(panel.left + (at / longest) * (right - panel.left));
  const y = (value: number) => short(bottom - (value / highest) * (bottom - top - 20));
  const marks = [0, 0.5, 1].flatMap((share) => [
    element("path", { d: `M${panel.left} ${y(share * highest)}H${right}`, stroke: ink.rule }),
    caption(panel.left - 6, y(share * highest) + 4, String(short(share * highest)), { anchor: "end" }),
    caption(x(share * longest), bottom + 16, show(share * longest), { anchor: "middle" }),
  ]);
  const drawn = lines.flatMap(({ name: label, values }, n) => {
    const colour = lineColours[n] ?? ink.text;
    const points = values.flatMap((value, at) => (value === null ? [] : [`${x(axis[at] ?? 0)},${y(value)}`]));
    return [
      element("polyline", { points: points.join(" "), fill: "none", stroke: colour, "stroke-width": 1.5 }),
      caption(right - 110 * (lines.length - n - 1), top + 12, label, { colour, anchor: "end" }),
    ];
  });
  return [
    caption(panel.left, top + 12, name, { size: 13, colour: ink.title, weight: 700 }),
    ...marks,
    ...drawn,
  ].join("\n");
}
