import { caption, element, ink, lineColours, picture, short } from "../../soak/svg.ts";
import type { Felt, TimedCall } from "./measure.ts";

const row = 15;
const left = 250;
const width = 1_000;
const top = 64;
const title = "A warm /summary, every request at its median";

/**
 * Returns an SVG of the calls on the way from the comment to the answer, one in each row. The calls of the critical path are
 * strong, the others are pale.
 */
export function drawPath({ calls, seen, answered }: Felt, path: readonly TimedCall[]): string {
  const shown = calls.filter(({ from, to }) => from < answered && to > from);
  const functions = [...new Set(shown.map(({ by }) => by))];
  const height = top + shown.length * row + 30;
  const x = (at: number) => short(left + (Math.min(at, answered) / answered) * (width - left - 20));
  const ends = [
    { at: seen, name: "👀" },
    { at: answered, name: "answer" },
  ];
  const content = [
    caption(16, 24, title, {
      size: 15,
      colour: ink.title,
      weight: 700,
    }),
    ...functions.map((name, n) => caption(16 + n * 160, 44, name, { colour: colourOf(n), weight: 700 })),
    ...shown.flatMap((call, n) => {
      const { by, what, from, to } = call;
      const y = top + n * row;
      const bar = { x: x(from), y: y + 2, width: short(Math.max(1, x(to) - x(from))), height: row - 4 };
      const fill = colourOf(functions.indexOf(by));
      return [
        caption(left - 8, y + 11, what.replace(/^invoke /, ""), { anchor: "end", size: 10 }),
        element("rect", { ...bar, fill, "fill-opacity": path.includes(call) ? 1 : 0.3 }),
      ];
    }),
    ...ends.flatMap(({ at, name }) => [
      element("path", { d: `M${x(at)} ${top}V${height - 22}`, stroke: ink.title, "stroke-dasharray": "3 3" }),
      caption(x(at), height - 8, `${name} ${at} ms`, { anchor: "end", colour: ink.title, weight: 700 }),
    ]),
  ];
  return picture({ width, height }, title, content);
}

function colourOf(n: number): string {
  return lineColours[n % lineColours.length] ?? ink.text;
}
