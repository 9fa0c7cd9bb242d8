/**
 * Starts a laptop, creates jobs and messages, and takes the screenshot of docs/console.md:
 * npx node tests/e2e/take-console-screenshot.ts [light|dark] [file]
 */
import { fileURLToPath } from "node:url";
import { startModelProvider } from "../fakes/model-provider.ts";
import { runCli } from "../unit/operator/cli/cli.ts";
import { openBrowser } from "./browser.ts";
import { stateOf } from "./runbooks/laptop-state.ts";
import { startStack } from "./start-stack.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const [colorScheme, file = `${root}docs/images/console.png`] = process.argv.slice(2);

const provider = await startModelProvider();
const baseUrl = `${provider.url}/v1`;
const stack = await startStack({
  ...{ ANTHROPIC_API_KEY: "a-key", ANTHROPIC_BASE_URL: baseUrl },
  ...{ OPENAI_COMPATIBLE_API_KEY: "a-key", OPENAI_COMPATIBLE_BASE_URL: baseUrl },
});
const browser = await openBrowser();
const page = await browser.newPage({
  viewport: { width: 1200, height: 800 },
  colorScheme: colorScheme === "dark" ? "dark" : "light",
});

const operate = (...args: string[]) => runCli([...args, "--stage", "local"]);
const ended = (count: number) =>
  page
    .locator("[data-testid=job][data-state=NOTIFIED]")
    .nth(count - 1)
    .waitFor();

try {
  const { comment, buryWaiting } = await stateOf(stack, root);
  await page.goto(stack.consoleUrl);
  provider.behave(
    { kind: "answer", text: "Nothing found." },
    { kind: "error", status: 401 },
    { kind: "hang" },
  );
  await comment("/security the token handling");
  await ended(1);
  await comment("/docs");
  await ended(2);
  await comment("/summary");
  await comment("/help");
  await ended(4);
  await comment("/architecture of the retries");
  await provider.hanging();
  const why = ["--reason", "the first tenth"];
  await operate("circuit", "open", "openai-compatible", "all", "--for", "30m", ...why);
  await operate("rollout", "set", "canary", "--percentage", "10", "--command", "docs", "--yes", ...why);
  await operate("pause", ...why);
  await comment("/backend please");
  await buryWaiting();
  await operate("resume", ...why);
  await page.getByTestId("tile-intake").getByText("on", { exact: true }).waitFor();
  await page.getByTestId("verdict").getByText("1 check failed").waitFor();
  await page.screenshot({ path: file });
} finally {
  await browser.close();
  await stack.stop();
  await provider.stop();
}
