export type Intrinsic = (argument: unknown) => unknown;

/** Returns the intrinsic functions that work on lists; `resolve` replaces the intrinsics in their arguments. */
export function listIntrinsics(resolve: (value: unknown) => unknown): Record<string, Intrinsic> {
  return {
    "Fn::Join": (argument) => {
      const [separator, parts] = requireList(argument, "Fn::Join");
      return requireList(resolve(parts), "Fn::Join").join(String(separator));
    },
    "Fn::Split": (argument) => {
      const [separator, value] = requireList(argument, "Fn::Split");
      return String(resolve(value)).split(String(separator));
    },
    "Fn::Select": (argument) => {
      const [index, values] = requireList(argument, "Fn::Select");
      const value = requireList(resolve(values), "Fn::Select")[Number(resolve(index))];
      if (value === undefined) throw new Error(`Fn::Select found nothing at index ${String(index)}`);
      return value;
    },
  };
}

/** Returns a list as it is; throws for any other value, naming the function that expects it. */
export function requireList(value: unknown, intrinsic: string): unknown[] {
  if (!Array.isArray(value)) throw new Error(`${intrinsic} expects a list`);
  return value;
}
