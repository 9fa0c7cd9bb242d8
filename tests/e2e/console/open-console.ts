import { resolve } from "node:path";
import { expect } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { runCli } from "../../unit/operator/cli/cli.ts";
import { openBrowser, openPage } from "../browser.ts";
import { type LaptopState, stateOf } from "../runbooks/laptop-state.ts";
import { type RunningStack, startStack } from "../start-stack.ts";

export interface OpenConsole {
  stack: RunningStack;
  state: LaptopState;
  browser: Browser;
  page: Page;
  /** URLs of all requests of the page. */
  requested: string[];
  /** Errors and dialogs of the page. */
  problems: string[];
  /** Runs a command for the laptop, which has to succeed. */
  operate(...args: string[]): Promise<string>;
  close(): Promise<void>;
}

/**
 * The browser reports every 409 as an error. The console refuses with it what the stack does not allow now, for example while
 * another reader holds the dead-letter messages; the page shows that and asks again.
 */
const refusal = /^Failed to load resource: .* 409 /;

/** Starts a laptop and opens its console in a browser. */
export async function openConsole(): Promise<OpenConsole> {
  const [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  const state = await stateOf(stack, resolve(import.meta.dirname, "../../.."));
  const page = await openPage(browser, {
    colorScheme: "light",
    viewport: { width: 1280, height: 900 },
    reducedMotion: "reduce",
  });
  const requested: string[] = [];
  const problems: string[] = [];
  page.on("request", (request) => requested.push(request.url()));
  page.on("dialog", (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !refusal.test(message.text())) problems.push(message.text());
  });
  await page.goto(stack.consoleUrl);
  await page.getByTestId("live").filter({ hasText: "refreshed" }).waitFor();
  return {
    ...{ stack, state, browser, page, requested, problems },
    async operate(...args) {
      const { code, stdout, stderr } = await runCli([...args, "--stage", "local"]);
      expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
      return stdout;
    },
    async close() {
      await browser.close();
      await stack.stop();
    },
  };
}
