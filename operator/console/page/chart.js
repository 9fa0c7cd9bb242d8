import { h } from "../../web/dom.js";
import { svg } from "./svg.js";

const height = 200;
const margin = { left: 52, right: 8, top: 10, bottom: 24 };
const maxLabels = 8;

/**
 * Creates a bar chart. Each of `parts` has a `label` (on the axis), a `title` (of the part) and `values` by series. The
 * series in one of `stacks` are stacked; several stacks stand side by side. `format` writes a value. The arrow keys read
 * the parts one by one, and a table has the same values.
 */
export function barChart({ title, parts, series, stacks, format }) {
  const picture = h("div", { class: "chart-picture" });
  const readout = h("p", { class: "chart-readout", role: "status" }, total(parts, series, format));
  let chosen = null;

  function choose(index) {
    chosen = index;
    const part = parts[index];
    readout.textContent = part ? sentence(part, series, format) : total(parts, series, format);
    for (const [n, column] of [...picture.querySelectorAll(".chart-column")].entries()) {
      column.classList.toggle("is-chosen", n === chosen);
    }
  }

  function keys(event) {
    const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -parts.length, End: parts.length };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const from = chosen ?? (event.key === "ArrowLeft" ? parts.length : -1);
    choose(Math.min(parts.length - 1, Math.max(0, from + steps[event.key])));
  }

  const draw = () => {
    const width = picture.clientWidth;
    if (width === 0 || picture.dataset.width === String(width)) return;
    picture.dataset.width = String(width);
    picture.replaceChildren(drawing(width, { title, parts, stacks, format, choose }));
  };
  new ResizeObserver(draw).observe(picture);
  picture.setAttribute("tabindex", "0");
  picture.setAttribute("role", "group");
  picture.setAttribute("aria-label", `${title}. Use the arrow keys to read the values.`);
  picture.addEventListener("keydown", keys);
  picture.addEventListener("pointerleave", () => choose(null));
  picture.addEventListener("blur", () => choose(null));
  return h(
    "figure",
    { class: "chart" },
    h("figcaption", { class: "chart-title" }, title, legend(series)),
    picture,
    readout,
    table({ title, parts, series, format }),
  );
}

function drawing(width, { title, parts, stacks, format, choose }) {
  const most = Math.max(0, ...parts.flatMap(({ values }) => stacks.map((names) => sum(values, names))));
  const [inner, tall] = [width - margin.left - margin.right, height - margin.top - margin.bottom];
  const step = inner / parts.length;
  const top = niceTop(most);
  const y = (value) => margin.top + tall - (value / top) * tall;
  const lines = [0, top / 2, top].map((value) => [
    svg("line", {
      class: "chart-line",
      x1: margin.left,
      x2: width - margin.right,
      y1: y(value),
      y2: y(value),
    }),
    svg(
      "text",
      { class: "chart-label", x: margin.left - 8, y: y(value) + 4, "text-anchor": "end" },
      format(value),
    ),
  ]);
  const every = Math.ceil(parts.length / Math.min(maxLabels, Math.max(1, Math.floor(inner / 64))));
  const columns = parts.map((part, n) => {
    const x = margin.left + n * step;
    return svg(
      "g",
      { class: "chart-column", onpointerenter: () => choose(n) },
      svg("rect", { class: "chart-hover", x, y: margin.top, width: step, height: tall }),
      ...bars(part.values, { stacks, x: x + step * 0.12, width: step * 0.76, y }),
      n % every === 0 &&
        svg(
          "text",
          { class: "chart-label", x: x + step / 2, y: height - 6, "text-anchor": "middle" },
          part.label,
        ),
    );
  });
  return svg(
    "svg",
    {
      class: "chart-svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": title,
    },
    ...lines.flat(),
    ...columns,
  );
}

function bars(values, { stacks, x, width, y }) {
  const wide = width / stacks.length;
  return stacks.flatMap((names, n) => {
    let below = 0;
    return names.flatMap((name) => {
      const value = values[name] ?? 0;
      if (value === 0) return [];
      const [from, to] = [y(below), y(below + value)];
      below += value;
      return [
        svg("rect", {
          ...{ class: `chart-bar series-${name}`, x: x + n * wide + 0.5, y: to },
          ...{ width: Math.max(1, wide - 1), height: Math.max(1, from - to) },
        }),
      ];
    });
  });
}

const sum = (values, names) => names.reduce((all, name) => all + (values[name] ?? 0), 0);

/** Returns the smallest of 2, 4, 10, 20, 40, 100… that is not exceeded, so that half of it is a round number too. */
function niceTop(value) {
  if (value <= 0) return 2;
  for (let power = 10 ** Math.floor(Math.log10(value / 2)); ; power *= 10) {
    const top = [2, 4, 10].map((one) => one * power).find((one) => one >= value);
    if (top) return top;
  }
}

function legend(series) {
  return h(
    "span",
    { class: "chart-legend" },
    ...Object.entries(series).map(([id, name]) => h("span", { class: `chart-key key-${id}` }, name)),
  );
}

const sentence = ({ title, values }, series, format) =>
  `${title}: ${Object.entries(series)
    .map(([id, name]) => `${format(values[id] ?? 0)} ${name}`)
    .join(", ")}`;

const total = (parts, series, format) =>
  sentence(
    {
      title: "In total",
      values: Object.fromEntries(
        Object.keys(series).map((id) => [id, parts.reduce((all, { values }) => all + (values[id] ?? 0), 0)]),
      ),
    },
    series,
    format,
  );

function table({ title, parts, series, format }) {
  const names = Object.entries(series);
  return h(
    "details",
    { class: "chart-table" },
    h("summary", {}, "Show as a table"),
    h(
      "table",
      {},
      h("caption", { class: "visually-hidden" }, title),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, "when (UTC)"),
          ...names.map(([, name]) => h("th", { scope: "col" }, name)),
        ),
      ),
      h(
        "tbody",
        {},
        ...parts
          .toReversed()
          .map(({ title: when, values }) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, when),
              ...names.map(([id]) => h("td", {}, format(values[id] ?? 0))),
            ),
          ),
      ),
    ),
  );
}
