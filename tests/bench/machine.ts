import { availableParallelism, cpus, loadavg } from "node:os";

/** Says where and when a measurement was made. */
export function machine(): string {
  const model = cpus()[0]?.model.replace(/\s+/g, " ").trim() || "unknown processor";
  const load = (loadavg()[0] ?? 0).toFixed(1);
  const date = new Date().toISOString().slice(0, 10);
  return `Measured on ${date}: Node.js ${process.version}, ${process.platform}/${process.arch}, ${availableParallelism()} × ${model}, load ${load} at the end`;
}
