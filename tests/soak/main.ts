/**
 * Loads a laptop of its own and measures it: npm run soak sends webhooks at a steady rate;
 * SOAK_DELIVERIES=10000 npm run soak sends that many as fast as they are answered, and with `-- --write` writes the result
 * into docs/benchmarks.md. settings.ts has the settings. Exits with 0 if nothing was lost and memory did not keep growing.
 */
import { soakDeliveries } from "./deliveries/soak-deliveries.ts";
import { readSettings } from "./settings.ts";
import { soakSteadily } from "./soak-steadily.ts";

const settings = readSettings(process.env);
const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => interrupted.abort());

const { deliveries: count, inFlight } = settings;
const write = process.argv.includes("--write");
process.exitCode =
  count === null
    ? await soakSteadily(settings, interrupted.signal)
    : await soakDeliveries({ count, inFlight, write }, interrupted.signal);
