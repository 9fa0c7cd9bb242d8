import type { GitHub } from "./github.ts";

const ofWriter = ["createComment", "updateComment", "deleteComment", "react", "unreact"] as const;
const ofChecks = ["create", "update"] as const;

/** Returns the times at which content writes reach GitHub, in milliseconds since the epoch, from now on. */
export function watchContentWrites({ writer, checks }: GitHub, now: () => number): number[] {
  const times: number[] = [];
  for (const method of ofWriter) watch(writer, method);
  for (const method of ofChecks) watch(checks, method);
  return times;

  function watch<Port extends object>(port: Port, method: keyof Port): void {
    const write = port[method] as (...args: unknown[]) => unknown;
    const watched = (...args: unknown[]) => {
      times.push(now());
      return write(...args);
    };
    Object.assign(port, { [method]: watched });
  }
}
