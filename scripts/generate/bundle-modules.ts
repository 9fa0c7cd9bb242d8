import { resolve } from "node:path";
import { build } from "esbuild";

const here = import.meta.dirname;
/** Names in the bundle are relative to this folder, so the result does not depend on the working directory. */
const project = resolve(here, "../..");

/**
 * Bundles an entry and the named modules that it imports, all given as text, and returns one ES module. It includes the
 * packages that they require (parts of ajv's runtime), so the result needs none.
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
