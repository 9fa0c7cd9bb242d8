import { resolve } from "node:path";
import { build } from "esbuild";

const here = import.meta.dirname;
/** Names in the bundle are relative to it: the result must not depend on where the process was started. */
const project = resolve(here, "../..");

/**
 * Bundles an entry and the named modules that it imports, all given as text. What they require (parts of ajv's
 * run time) is found from this folder and comes along, so that the result needs no package.
 */
export async function bundleModules(modules: Record<string, string>, entry: string): Promise<string> {
  const result = await build({
    stdin: { contents: entry, resolveDir: here },
    absWorkingDir: project,
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "node24",
    charset: "utf8",
    legalComments: "none",
    logLevel: "silent",
    plugins: [
      {
        name: "text-modules",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^\w+$/ }, ({ path }) => {
            return Object.hasOwn(modules, path) ? { path, namespace: "text" } : null;
          });
          onLoad({ filter: /.*/, namespace: "text" }, ({ path }) => {
            return { contents: modules[path] ?? "", resolveDir: here };
          });
        },
      },
    ],
  });
  return result.outputFiles.map(({ text }) => text).join("");
}
