/**
 * Returns a value's text after RFC 8785: keys sorted by UTF-16 code units, no white space, numbers as ECMAScript writes
 * them. This is the code that made the stored intent keys, kept as the second opinion about the package `canonicalize`.
 * Throws TypeError for what JSON cannot express: NaN, infinities, bigint, functions, symbols, undefined in a list,
 * cycles, and objects other than plain ones.
 */
export function canonicalJson(value: unknown): string {
  return write(value, new Set());
}

function write(value: unknown, parents: ReadonlySet<object>): string {
  switch (typeof value) {
    case "string":
    case "boolean":
      return JSON.stringify(value);
    case "number":
      if (Number.isFinite(value)) return JSON.stringify(value);
      throw new TypeError(`${value} has no canonical JSON.`);
    case "object":
      return value === null ? "null" : writeObject(value, parents);
    default:
      throw new TypeError(`A value of type ${typeof value} has no canonical JSON.`);
  }
}

function writeObject(value: object, parents: ReadonlySet<object>): string {
  if (parents.has(value)) throw new TypeError("A value that contains itself has no canonical JSON.");
  const path = new Set(parents).add(value);
  if (Array.isArray(value)) return `[${Array.from(value, (item) => write(item, path)).join(",")}]`;

  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new TypeError("Only plain objects and lists have canonical JSON.");
  }
  const members = new Map<string, unknown>(Object.entries(value));
  const texts = [...members.keys()]
    .filter((key) => members.get(key) !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${write(members.get(key), path)}`);
  return `{${texts.join(",")}}`;
}
