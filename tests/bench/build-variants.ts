import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { parse } from "yaml";

export const projectRoot = join(import.meta.dirname, "../..");
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
  const source = entry.endsWith(".ts")
    ? { entryPoints: [join(projectRoot, entry)] }
    : { stdin: { contents: entry, resolveDir: projectRoot } };
  await build({ ...deployedOptions(), ...source, format, ...(format === "esm" ? { banner } : {}), outfile });
  return outfile;
}

/** CommonJS packages call `require`, which a module does not have. */
const banner = {
  js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
};

/** The options of the deployment, so that the deployed bundle is measured. */
function deployedOptions(): BuildOptions {
  const text = readFileSync(join(projectRoot, "serverless.yml"), "utf8");
  const service = parse(text, { logLevel: "error" }) as {
    custom: { esbuild: BuildOptions & { outputFileExtension: string } };
  };
  const { outputFileExtension: _, ...options } = service.custom.esbuild;
  return { ...options, logLevel: "error" };
}
