import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));
const unpack = `import chromium from "@sparticuz/chromium"; await chromium.executablePath();`;

export interface PackagedChromium {
  executablePath: string;
  /** Has the libraries (`al2023/lib`) and the fonts (`fonts`) of the package. */
  folder: string;
}

/**
 * Unpacks the Chromium of `@sparticuz/chromium` into `node_modules/.cache`, once for each version. The
 * package does not wait for another process that unpacks to the same temporary folder, so each process has
 * its own folder, and the first one to finish renames it.
 */
export async function unpackChromium(): Promise<PackagedChromium> {
  const { version } = JSON.parse(readFileSync(join(modules, "@sparticuz/chromium/package.json"), "utf8"));
  const cache = join(modules, ".cache");
  const folder = join(cache, `chromium-${version}`);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const TMPDIR = mkdtempSync(join(cache, "chromium-"));
    // The runtime's name makes the package unpack its libraries too.
    const env = { ...process.env, NODE_OPTIONS: "", TMPDIR, AWS_LAMBDA_JS_RUNTIME: "nodejs24.x" };
    await promisify(execFile)(process.execPath, ["--input-type=module", "-e", unpack], { cwd: modules, env });
    try {
      renameSync(TMPDIR, folder);
    } catch (error) {
      rmSync(TMPDIR, { recursive: true, force: true });
      if (!existsSync(folder)) throw error;
    }
  }
  return { executablePath: join(folder, "chromium"), folder };
}
