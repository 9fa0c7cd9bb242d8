import type { Gap, Path, Shape } from "./descriptions.ts";
import { pathsIn } from "./values.ts";

/** The name of a variant, and the field that it lacks. */
export type Variant = readonly [name: string, gaps: readonly Gap[]];

/**
 * One variant for each place that is read and that one of the shapes lets be missing; one in which everything is null
 * that may be, and one in which everything is absent that may be. Of the `also` shapes only what may be null counts:
 * they describe the same object as another part of GitHub shows it.
 */
export function variantsOf(
  example: unknown,
  read: readonly Path[],
  shape: Shape,
  also: readonly Shape[] = [],
): Variant[] {
  const gapsAt = (path: Path): Gap[] => {
    const inItems = path[0] === "*" ? path.slice(1) : path;
    const nulls = also.flatMap((other) => other.gapsAt(inItems)).filter((as) => as === "null");
    return [...new Set([...shape.gapsAt(path), ...nulls])].map((as) => ({ path, as }));
  };
  const all = pathsIn(example).flatMap(gapsAt);
  const together = (as: Gap["as"]): Variant => [`everything ${as}`, all.filter((gap) => gap.as === as)];
  return [
    ...read
      .filter((path) => path.at(-1) !== "*")
      .flatMap(gapsAt)
      .map((gap): Variant => [`${gap.path.join(".")} ${gap.as}`, [gap]]),
    together("null"),
    together("absent"),
  ];
}

/** The shape of a member of something. */
export function memberOf(shape: Shape, name: string): Shape {
  return { gapsAt: (path) => shape.gapsAt([name, ...path]) };
}
