import type { Area } from "./sketch-lines.ts";
import { element, ink, letters, short } from "./svg.ts";

/** Numbers: what each of them says stands under it. No number is made up. */
export function sketchNumbers(area: Area, labels: string[]): string {
  const column = area.width / Math.max(1, labels.length);
  return labels
    .flatMap((label, at) => {
      const middle = area.x + column * (at + 0.5);
      return [
        letters(middle, area.y + area.height / 2 + 4, "—", { size: 30, colour: ink.title, anchor: "middle" }),
        letters(middle, area.y + area.height / 2 + 28, label, {
          size: 10,
          anchor: "middle",
          room: column - 6,
        }),
      ];
    })
    .join("\n");
}

/** A box for each alarm, green as one hopes to find them. */
export function sketchAlarms(area: Area, names: string[]): string {
  const columns = Math.max(1, Math.round(area.width / 190));
  const rows = Math.ceil(names.length / columns);
  const width = area.width / columns;
  const height = Math.min(26, area.height / Math.max(1, rows));
  return names
    .flatMap((name, at) => {
      const x = area.x + (at % columns) * width;
      const y = area.y + Math.floor(at / columns) * height;
      const box = { width: short(width - 4), height: short(height - 3), rx: 2 };
      return [
        element("rect", { x: short(x), y: short(y), ...box, fill: "#e9f5e6", stroke: "#1d8102" }),
        letters(x + 6, y + height / 2 + 2, name, { size: 9.5, colour: "#1d8102", room: width - 14 }),
      ];
    })
    .join("\n");
}

/** The table that a query of the logs gives. */
export function sketchTable(area: Area, query: string): string {
  const fields = (/\| fields ([^|]+)/.exec(query)?.[1] ?? "").split(",").map((field) => field.trim());
  const column = area.width / fields.length;
  const header = fields.map((field, at) =>
    letters(area.x + at * column, area.y + 10, field, { size: 10, weight: 700, room: column - 6 }),
  );
  const rows = Math.floor((area.height - 24) / 22);
  const cells = Array.from({ length: rows * fields.length }, (_, cell) => {
    const [row, at] = [Math.floor(cell / fields.length), cell % fields.length];
    const width = column * (0.45 + 0.07 * ((row * 3 + at * 5) % 6));
    const place = { x: short(area.x + at * column), y: short(area.y + 24 + row * 22) };
    return element("rect", { ...place, width: short(width), height: 8, rx: 2, fill: ink.rule });
  });
  return [...header, ...cells].join("\n");
}
