import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

/** Milliseconds of one start. */
export interface Start {
  imported: number;
  /** Imported and the first event processed. */
  ready: number;
}

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** Runs in a fresh process: imports a bundle as Lambda does, processes one event, reports the times. */
const [file = "", event] = process.argv.slice(2);
const started = performance.now();
const bundle: { handler?: Handler } = file.endsWith(".cjs")
  ? createRequire(import.meta.url)(file)
  : await import(pathToFileURL(file).href);
const imported = performance.now() - started;
if (event) await bundle.handler?.(JSON.parse(event), { getRemainingTimeInMillis: () => 8_000 });
process.send?.({ imported, ready: performance.now() - started } satisfies Start, () => process.exit());
