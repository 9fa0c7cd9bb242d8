import { parentPort } from "node:worker_threads";
import type { Plan } from "./faults/fault.ts";
import { report, run } from "./run.ts";

/** The worker's task: run these plans until that many of them have violations. */
export interface Order {
  plans: readonly Plan[];
  limit: number;
}

parentPort?.on("message", async (order: Order) => {
  parentPort?.postMessage(await reportsOf(order));
});

async function reportsOf({ plans, limit }: Order): Promise<string[]> {
  const reports: string[] = [];
  for (const plan of plans) {
    const result = await run(plan);
    if (result.violations.length > 0) reports.push(report(result));
    if (reports.length === limit) break;
  }
  return reports;
}
