import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { unifiedDiff } from "../api/pull-routes.ts";
import type { GitHubStore } from "../state/github-store.ts";
import { avatarSvg } from "./avatar.ts";
import { type PageRoute, sendText } from "./page-route.ts";

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** The page's own files, and those that it shares with the operators' console. */
const folders: Record<string, URL> = {
  page: new URL("../page/", import.meta.url),
  web: new URL("../../../operator/web/", import.meta.url),
};

/** Packages that the page imports; served from node_modules. */
const libraries = ["dompurify", "marked"];

/** Comments are untrusted. They are sanitised, and the browser runs and loads only the page's own files. */
const contentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'";

export function fileRoutes(store: GitHubStore): PageRoute[] {
  const page: PageRoute["handle"] = async ({ response }) => {
    const html = await readFile(new URL("../page/index.html", import.meta.url));
    response.setHeader("content-security-policy", contentPolicy);
    sendText(response, "text/html; charset=utf-8", html);
  };
  return [
    { method: "GET", path: /^\/$/, handle: page },
    { method: "GET", path: /^\/[^/_][^/]*\/[^/]+\/pull\/\d+$/, handle: page },
    {
      method: "GET",
      path: /^\/([^/]+)\/([^/]+)\/pull\/(\d+)\.diff$/,
      handle({ params: [owner = "", name = "", number], response }) {
        const pull = store.pull(store.repository(owner, name), Number(number));
        sendText(response, "text/plain; charset=utf-8", unifiedDiff(pull.files));
      },
    },
    {
      method: "GET",
      path: /^\/_sim\/(page|web)\/([\w-]+\.(?:css|js|svg))$/,
      async handle({ params: [folder = "", name = ""], response }) {
        const body = await readFile(new URL(name, folders[folder]));
        sendText(response, types[extname(name)] ?? "text/plain", body);
      },
    },
    {
      method: "GET",
      path: new RegExp(`^/_sim/libraries/(${libraries.join("|")})\\.js$`),
      async handle({ params: [name = ""], response }) {
        const body = await readFile(fileURLToPath(import.meta.resolve(name)));
        sendText(response, "text/javascript; charset=utf-8", body);
      },
    },
    {
      method: "GET",
      path: /^\/_sim\/avatars\/([^/]+)\.svg$/,
      handle({ params: [login = ""], response }) {
        response.setHeader("content-security-policy", "default-src 'none'");
        sendText(response, "image/svg+xml", avatarSvg(login));
      },
    },
  ];
}
