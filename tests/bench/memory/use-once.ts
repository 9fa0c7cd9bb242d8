import { createRequire } from "node:module";

/** What one fresh process used. */
export interface MemoryUse {
  /** CPU time of the import, in milliseconds. */
  importCpu: number;
  /** Resident megabytes before and after the import, and the most that the process ever had. */
  before: number;
  imported: number;
  most: number;
}

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** Runs in a fresh process: imports a bundle as Lambda does, processes events one after the other, reports its memory. */
const [file = "", events = "[]"] = process.argv.slice(2);
const megabytes = (bytes: number) => bytes / 2 ** 20;
const before = megabytes(process.memoryUsage.rss());
const cpuBefore = process.cpuUsage();
const { handler }: { handler: Handler } = createRequire(import.meta.url)(file);
const { user, system } = process.cpuUsage(cpuBefore);
const imported = megabytes(process.memoryUsage.rss());
const context = { getRemainingTimeInMillis: () => 60_000 };
for (const event of JSON.parse(events) as unknown[]) await handler(event, context);
const most = process.resourceUsage().maxRSS / 1024;
process.send?.({ importCpu: (user + system) / 1000, before, imported, most } satisfies MemoryUse, () =>
  process.exit(),
);
