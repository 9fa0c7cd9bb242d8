import type { Gap, Path } from "./descriptions.ts";

const deepest = 4;

/** A copy of a JSON value with these places missing; a place that did not exist becomes null. */
export function withGaps(value: unknown, gaps: readonly Gap[]): unknown {
  const copy: unknown = structuredClone(value);
  for (const { path, as } of gaps) {
    for (const parent of parentsOf(copy, path.slice(0, -1))) {
      const name = path.at(-1) ?? "";
      if (as === "null") parent[name] = null;
      else delete parent[name];
    }
  }
  return copy;
}

function parentsOf(value: unknown, path: Path): Record<string, unknown>[] {
  const [name, ...rest] = path;
  if (typeof value !== "object" || value === null) return [];
  if (name === undefined) return [value as Record<string, unknown>];
  if (name === "*") return Object.values(value).flatMap((item) => parentsOf(item, rest));
  return parentsOf((value as Record<string, unknown>)[name], rest);
}

/** Every member of a JSON value, to a limited depth, once. */
export function pathsIn(value: unknown, from: Path = []): Path[] {
  if (typeof value !== "object" || value === null || from.length >= deepest) return [];
  if (Array.isArray(value)) return value.slice(0, 1).flatMap((item) => pathsIn(item, [...from, "*"]));
  return Object.entries(value).flatMap(([name, member]) => {
    const path = [...from, name];
    return [path, ...pathsIn(member, path)];
  });
}

/** Every property in our JSON Schemas. */
export function pathsOf(schema: object, from: Path = []): Path[] {
  const { properties = {} } = schema as { properties?: Record<string, object> };
  return Object.entries(properties).flatMap(([name, member]) => {
    const path = [...from, name];
    return [path, ...pathsOf(member, path)];
  });
}

/** The value as a proxy that reports each member that is read. */
export function reportingReads(value: unknown, report: (path: Path) => void, from: Path = []): unknown {
  if (typeof value !== "object" || value === null) return value;
  return new Proxy(value, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof name !== "string" || typeof member === "function") return member;
      const path = [...from, Array.isArray(target) ? "*" : name];
      report(path);
      return reportingReads(member, report, path);
    },
  });
}
