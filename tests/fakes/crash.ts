/** The process crashed in the middle of its work. */
export class Crash extends Error {
  override name = "Crash";
}

export interface CrashPlan {
  /** Which call crashes, counted from 1 over all the named ports; 0 for none. */
  at: number;
  /** Before the call has any effect, or after its whole effect. */
  when: "before" | "after";
}

/**
 * Returns the same ports, of which one call crashes the process. `calls` returns how many calls there were.
 */
export function crashingPorts<Ports extends object>(
  ports: Ports,
  names: (keyof Ports)[],
  { at, when }: CrashPlan,
): { ports: Ports; calls: () => number } {
  let calls = 0;

  function crashing(method: (...args: unknown[]) => unknown) {
    return (...args: unknown[]): unknown => {
      calls += 1;
      if (calls !== at) return method(...args);
      if (when === "before") throw new Crash();
      const result = method(...args);
      if (!(result instanceof Promise)) throw new Crash();
      return result.then(() => {
        throw new Crash();
      });
    };
  }

  const wrapped = names.map((name) => [name, wrapMethods(ports[name] as object, crashing)] as const);
  return { ports: { ...ports, ...Object.fromEntries(wrapped) }, calls: () => calls };
}

function wrapMethods(port: object, wrap: (method: (...args: unknown[]) => unknown) => unknown): object {
  const entries = Object.entries(port).map(([name, value]) => {
    return [name, typeof value === "function" ? wrap(value as never) : value] as const;
  });
  return Object.fromEntries(entries);
}
