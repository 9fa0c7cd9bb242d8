import type { Sample } from "./sample.ts";

/** Bytes for each `x`, by least squares. */
function slope(points: readonly { x: number; y: number }[]): number {
  const mean = (pick: "x" | "y") => points.reduce((sum, point) => sum + point[pick], 0) / points.length;
  const [meanX, meanY] = [mean("x"), mean("y")];
  const across = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  const along = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  return along === 0 ? 0 : across / along;
}

export interface Growth {
  /** Bytes that the main process keeps of each delivery. */
  mainPerDelivery: number;
  /** The share by which a function's process is larger at the end than in the middle. */
  functionShare: number;
}

/** The growth in the second half, when caches are full and code is compiled. */
export function growthOf(samples: readonly Sample[]): Growth {
  const half = samples.slice(Math.floor(samples.length / 2));
  const main = half.map(({ asked, mainMemory }) => ({ x: asked, y: mainMemory }));
  const functions = half
    .filter(({ functionProcesses }) => functionProcesses > 0)
    .map(({ at, functionMemory, functionProcesses }) => ({ x: at, y: functionMemory / functionProcesses }));
  const [first, last] = [functions[0], functions.at(-1)];
  const grown = first && last ? slope(functions) * (last.x - first.x) : 0;
  const mean = functions.reduce((sum, { y }) => sum + y, 0) / Math.max(1, functions.length);
  return { mainPerDelivery: slope(main), functionShare: mean > 0 ? grown / mean : 0 };
}
