import { drawPanels } from "../draw-chart.ts";
import { short } from "../svg.ts";
import type { Tenth } from "./tenths.ts";

/** Returns an SVG of memory and time per delivery over the number of deliveries. */
export function drawTenths(tenths: readonly Tenth[], title: string): string {
  const megabytes = (bytes: number | null) => (bytes === null ? null : bytes / 2 ** 20);
  const values = (pick: (tenth: Tenth) => number | null) => tenths.map(pick);
  return drawPanels(
    [
      ["Main process, MB", [{ name: "resident", values: values(({ main }) => megabytes(main)) }]],
      [
        "All processes, MB",
        [
          { name: "resident", values: values(({ all }) => megabytes(all)) },
          { name: "shared pages once", values: values(({ shared }) => megabytes(shared)) },
        ],
      ],
      ["A delivery, ms", [{ name: "time", values: values(({ each }) => each) }]],
    ],
    { values: tenths.map(({ done }) => done), show: (done) => String(Math.round(short(done))) },
    title,
  );
}
