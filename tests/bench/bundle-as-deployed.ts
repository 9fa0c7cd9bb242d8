import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { parse } from "yaml";

export const projectRoot = join(import.meta.dirname, "../..");

/** Options of serverless-esbuild itself, which esbuild does not know. */
interface PackagingOptions {
  outputFileExtension?: string;
  watch?: unknown;
  plugins?: string;
  exclude?: unknown;
}

/** Bundles a function into a file as `sls package` does. tests/stack/bench.test.ts compares the bytes. */
export async function bundleAsDeployed(
  entry: string,
  outfile: string,
  other: BuildOptions = {},
): Promise<void> {
  await build({ ...(await deployedOptions()), entryPoints: [join(projectRoot, entry)], outfile, ...other });
}

/** Returns the options of the deployment, so that the deployed bundle is measured. */
export async function deployedOptions(): Promise<BuildOptions> {
  const text = readFileSync(join(projectRoot, "serverless.yml"), "utf8");
  const service = parse(text, { logLevel: "error" }) as {
    custom: { esbuild: Omit<BuildOptions, "plugins"> & PackagingOptions };
  };
  const {
    outputFileExtension: _,
    watch: _watch,
    exclude: _exclude,
    plugins,
    ...options
  } = service.custom.esbuild;
  const loaded = plugins ? { plugins: await loadPlugins(plugins) } : {};
  return { ...options, ...loaded, absWorkingDir: projectRoot, logLevel: "error" };
}

/** The module exports a list, or a function that returns one. */
async function loadPlugins(file: string): Promise<Plugin[]> {
  const module = (await import(pathToFileURL(join(projectRoot, file)).href)) as {
    default: Plugin[] | (() => Plugin[]);
  };
  return typeof module.default === "function" ? module.default() : module.default;
}
