import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type LaunchOptions, type Page } from "playwright-core";
import { unpackChromium } from "./unpack-chromium.ts";

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** Timeout for a page on a busy machine. */
const patienceMs = 120_000;

/**
 * Starts a headless Chromium: the one that `CHROMIUM` names, an installed Chrome or Chromium, or else the one
 * that npm installed. Throws with instructions if none of them starts.
 */
export async function openBrowser(): Promise<Browser> {
  if (process.env.CHROMIUM) return launch({ executablePath: process.env.CHROMIUM });
  const installed = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));
  if (installed) return launch({ executablePath: installed });
  const chrome = await launch({ channel: "chrome" }).catch(() => null);
  return chrome ?? openPackagedChromium();
}

/** A page with long timeouts, because real processes serve it. */
export async function openPage(
  browser: Browser,
  options: Parameters<Browser["newPage"]>[0] = {},
): Promise<Page> {
  const page = await browser.newPage(options);
  page.setDefaultTimeout(patienceMs);
  return page;
}

/** On an image without NSS, uses the package's libraries and fonts. */
async function openPackagedChromium(): Promise<Browser> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(
      "No Chrome or Chromium was found: install Chrome, or set CHROMIUM to the path of a browser",
    );
  }
  const { executablePath, folder } = await unpackChromium();
  const ownLibraries = {
    LD_LIBRARY_PATH: join(folder, "al2023", "lib"),
    FONTCONFIG_PATH: join(folder, "fonts"),
  };
  return launch({ executablePath }).catch(() =>
    launch({ executablePath, env: { ...environment(), ...ownLibraries } }),
  );
}

function launch(options: LaunchOptions): Promise<Browser> {
  return chromium.launch({ args, timeout: patienceMs, ...options });
}

function environment(): Record<string, string> {
  const entries = Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return Object.fromEntries(entries) as Record<string, string>;
}
