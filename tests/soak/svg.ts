type Attributes = Record<string, string | number>;

export const ink = { title: "#16191f", text: "#545b64", faint: "#aab7b8", rule: "#d5dbdb", paper: "#ffffff" };
export const lineColours = ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2"];

export function element(name: string, attributes: Attributes, content = ""): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  return content === ""
    ? `<${name}${written.join("")}/>`
    : `<${name}${written.join("")}>${content}</${name}>`;
}

/** Returns an SVG document with a title, which a screen reader says, on white paper. */
export function picture(size: { width: number; height: number }, title: string, content: string[]): string {
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${size.width} ${size.height}`,
    "font-family": "sans-serif",
  };
  const paper = element("rect", { ...size, fill: ink.paper });
  const all = [element("title", {}, escaped(title)), paper, ...content];
  return `${element("svg", attributes, all.join("\n"))}\n`;
}

interface Lettering {
  size?: number;
  colour?: string;
  weight?: number;
  anchor?: "start" | "middle" | "end";
}

export function caption(x: number, y: number, content: string, lettering: Lettering = {}): string {
  const { size = 11, colour = ink.text, weight = 400, anchor = "start" } = lettering;
  const attributes = { x: short(x), y: short(y), "font-size": size, fill: colour };
  return element(
    "text",
    {
      ...attributes,
      ...(weight === 400 ? {} : { "font-weight": weight }),
      ...(anchor === "start" ? {} : { "text-anchor": anchor }),
    },
    escaped(content),
  );
}

/** Rounds a coordinate to a tenth of a pixel. */
export function short(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(content: string): string {
  return content
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
