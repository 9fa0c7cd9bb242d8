import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";

const project = new URL("../../../", import.meta.url);
const own = "operator/console/page/";
/** Shared with the laptop's page of a pull request. */
const shared = "operator/web/";

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

export interface PageFile {
  type: string;
  body: Buffer;
}

/**
 * The page's files under the paths that they have in the project, so that a module finds another one in the browser
 * where it finds it on the disk. Only those that there are at the start: no path leads anywhere else.
 */
export function pageFiles(): (path: string) => Promise<PageFile | null> {
  const known = new Set(
    [own, shared].flatMap((folder) => readdirSync(new URL(folder, project)).map((name) => folder + name)),
  );

  return async (path) => {
    const file = path === "" ? `${own}index.html` : path;
    if (!known.has(file)) return null;
    return { type: types[extname(file)] ?? "text/plain", body: await readFile(new URL(file, project)) };
  };
}
