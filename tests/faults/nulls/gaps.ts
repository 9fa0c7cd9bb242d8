import type { Gap, Path, Shape } from "./descriptions.ts";
import { pathsIn } from "./values.ts";

/** The name of a variant, and the fields that it lacks. */
export type Variant = readonly [name: string, gaps: readonly Gap[]];

/**
 * Returns one variant for each optional place that is read; one in which everything nullable is null, and one
 * in which everything optional is absent. Of the `also` shapes, which describe the same object elsewhere in
 * GitHub's API, only nullable places count.
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

/** The shape of a member. */
export function memberOf(shape: Shape, name: string): Shape {
  return { gapsAt: (path) => shape.gapsAt([name, ...path]) };
}
