import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** How much garbage V8 may leave, as a share of what is in use: each collection takes some 200 ms. */
const garbagePercent = 60;

/**
 * Makes this process collect garbage before it takes more memory, from now on. By default V8 grows first: the framework's
 * start alone has it wait for several hundred megabytes of garbage, however little of the heap is in use.
 */
export function keepMemoryLow(): void {
  setFlagsFromString(`--heap-growing-percent=${garbagePercent}`);
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  collect();
}
