import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

/** What one start took, in milliseconds. */
export interface Start {
  imported: number;
  /** Imported and the first event answered. */
  ready: number;
}

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** The body of a fresh process: imports a bundle as Lambda does, answers one event, reports the times. */
const [file = "", event] = process.argv.slice(2);
const begun = performance.now();
const bundle: { handler?: Handler } = file.endsWith(".cjs")
  ? createRequire(import.meta.url)(file)
  : await import(pathToFileURL(file).href);
const imported = performance.now() - begun;
if (event) await bundle.handler?.(JSON.parse(event), { getRemainingTimeInMillis: () => 8_000 });
process.send?.({ imported, ready: performance.now() - begun } satisfies Start, () => process.exit());
