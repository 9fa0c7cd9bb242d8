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

interface PageFile {
  type: string;
  body: Buffer;
}

/**
 * Returns a reader of the page's files by their paths in the project, so that imports work in the browser as on disk.
 * It knows only the files that exist at the start, so no path leads to another file.
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
