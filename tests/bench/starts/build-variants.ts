import { build } from "esbuild";
import { bundleAsDeployed, deployedOptions, projectRoot } from "../bundle-as-deployed.ts";

export const formats = ["cjs", "esm"] as const;
export type Format = (typeof formats)[number];

/** The file of each format's bundle. */
export type Variants = Record<Format, string>;

/**
 * Bundles an entry with the options of serverless.yml, once in each format. `entry` is a file, or a module's
 * text.
 */
export async function buildVariants(entry: string, target: string): Promise<Variants> {
  const [cjs, esm] = await Promise.all(formats.map((format) => buildVariant(entry, format, target)));
  return { cjs: cjs ?? "", esm: esm ?? "" };
}

async function buildVariant(entry: string, format: Format, target: string): Promise<string> {
  const outfile = `${target}.${format === "cjs" ? "cjs" : "mjs"}`;
  const variant = { format, ...(format === "esm" ? { banner } : {}) };
  if (entry.endsWith(".ts")) await bundleAsDeployed(entry, outfile, variant);
  else {
    const stdin = { contents: entry, resolveDir: projectRoot };
    await build({ ...(await deployedOptions()), stdin, outfile, ...variant });
  }
  return outfile;
}

/** CommonJS packages call `require`, which a module does not have. */
const banner = {
  js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
};
