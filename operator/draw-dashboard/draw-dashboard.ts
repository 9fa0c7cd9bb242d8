import { cell, drawWidget } from "./draw-widget.ts";
import type { Dashboard } from "./read-dashboard.ts";
import { element, ink, letters } from "./svg.ts";

const columns = 24;
const head = 44;
const foot = 30;
const margin = 12;

/** The whole dashboard as an SVG, the same bytes for the same dashboard. */
export function drawDashboard({ name, widgets }: Dashboard): string {
  const rows = Math.max(...widgets.map(({ y, height }) => y + height));
  const width = columns * cell.width + 2 * margin;
  const height = rows * cell.height + head + foot;
  const page = [
    element("title", {}, `The CloudWatch dashboard ${name}`),
    element("rect", { width, height, fill: "#f2f3f3" }),
    letters(margin + 4, 30, name, { size: 20, colour: ink.title, weight: 700 }),
    letters(width - margin - 4, 30, "Drawn from the template. The curves are sketches, not data.", {
      anchor: "end",
    }),
    element(
      "g",
      { transform: `translate(${margin} ${head})` },
      `\n${widgets.map((widget) => drawWidget(widget, `${name}-`)).join("\n")}\n`,
    ),
  ];
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    "font-family": "'Amazon Ember', 'Helvetica Neue', Arial, sans-serif",
    role: "img",
  };
  return `${element("svg", attributes, `\n${page.join("\n")}\n`)}\n`;
}
