import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Headless Chromium of the machine: `CHROMIUM`, or where Debian puts it. */
export function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM || "/usr/bin/chromium";
  if (!existsSync(executablePath)) {
    throw new Error(`There is no Chromium at ${executablePath}: install it, or set CHROMIUM to its path`);
  }
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
