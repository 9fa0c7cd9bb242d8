/** A value as TLC prints it. Sets stay text, because a trace shows them whole. */
export type Value = string | { [field: string]: Value };

const token = /"[^"]*"|<<|>>|\|->|:>|@@|[[\]{}(),]|[^\s"[\]{}(),<>|:@]+/g;

/**
 * Parses one value: records, tuples and functions become objects, everything else its text without quotes.
 */
export function readValue(text: string): Value {
  const tokens = text.match(token) ?? [];
  let at = 0;
  const next = () => tokens[at++] ?? "";

  function value(): Value {
    const first = next();
    if (first === "[") return fields("]", "|->");
    if (first === "(") return fields(")", ":>");
    if (first === "<<") return tuple();
    if (first === "{") return set();
    return first.replaceAll('"', "");
  }

  function fields(end: string, arrow: string): Value {
    const record: { [field: string]: Value } = {};
    while (tokens[at] !== undefined && tokens[at] !== end) {
      const name = next().replaceAll('"', "");
      if (next() !== arrow) throw new Error(`Not a TLC value: ${text}`);
      record[name] = value();
      if (tokens[at] === "," || tokens[at] === "@@") at++;
    }
    at++;
    return record;
  }

  function tuple(): Value {
    const items: { [index: string]: Value } = {};
    for (let index = 1; tokens[at] !== undefined && tokens[at] !== ">>"; index++) {
      items[index] = value();
      if (tokens[at] === ",") at++;
    }
    at++;
    return items;
  }

  function set(): Value {
    const items: string[] = [];
    while (tokens[at] !== undefined && tokens[at] !== "}") {
      items.push(textOf(value()));
      if (tokens[at] === ",") at++;
    }
    at++;
    return `{${items.join(", ")}}`;
  }

  return value();
}

/** `{id 1, said {text working, may TRUE}}` */
export function textOf(value: Value): string {
  if (typeof value === "string") return value;
  const inside = Object.entries(value).map(([name, item]) => `${name} ${textOf(item)}`);
  return inside.join(", ");
}
