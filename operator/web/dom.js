/** Creates an element. `on…` properties are listeners, `data` sets data attributes, children are text or nodes. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Creates an icon from the paths below; decorative unless it has a label. */
export function icon(name, label) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "icon");
  svg.setAttribute(label ? "aria-label" : "aria-hidden", label ?? "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", paths[name]);
  svg.append(path);
  return svg;
}

const paths = {
  pull: "M4 2.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3ZM4 10.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3ZM12 10.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3ZM4 5.5v5M12 10.5V6a2 2 0 0 0-2-2H7.5M9.5 2 7.5 4l2 2",
  commit: "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM1 8h4M11 8h4",
  closed: "M4 4l8 8M12 4l-8 8",
  check: "M3 8.5 6.5 12 13 4.5",
  dot: "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z",
  comment: "M2.5 3h11v8H8l-3 2.5V11H2.5Z",
  file: "M4 1.8h5L12.5 5v9.2H4ZM9 1.8V5h3.5",
  again: "M13 8a5 5 0 1 1-1.5-3.6M13 2v3h-3",
  eye: "M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8ZM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6Z",
};

/**
 * Updates a list and keeps the elements of unchanged entries, so that focus, open details and editors survive. Does not
 * update an entry whose element has the attribute `data-editing`.
 */
export function reconcile(list, items, keyOf, render) {
  const present = new Map([...list.children].map((element) => [element.dataset.key, element]));
  items.forEach((item, position) => {
    const key = String(keyOf(item));
    const text = JSON.stringify(item);
    let element = present.get(key);
    present.delete(key);
    if (!element || (element.snapshot !== text && !("editing" in element.dataset))) {
      const fresh = render(item, element);
      fresh.dataset.key = key;
      fresh.snapshot = text;
      element?.replaceWith(fresh);
      element = fresh;
    }
    if (list.children[position] !== element) list.insertBefore(element, list.children[position] ?? null);
  });
  for (const gone of present.values()) gone.remove();
}
