/**
 * Takes the README's picture of a running laptop (`npm start`): npx node tests/e2e/take-screenshot.ts
 * With Debian's fonts-noto-core and fonts-noto-color-emoji it looks as on other systems. A first job is slow: run one before.
 */
import { fileURLToPath } from "node:url";
import { openBrowser } from "./browser.ts";

const browser = await openBrowser();
const page = await browser.newPage({ viewport: { width: 1280, height: 1150 }, deviceScaleFactor: 1.5 });
const github = process.env.GITHUB_URL ?? "http://localhost:3300";
await page.goto(`${github}/octo-demo/payments/pull/9`);
await page.getByTestId("state").waitFor();
await page.getByTestId("composer").fill("/summary");
await page.getByTestId("submit").click();
await page.locator("[data-testid=job][data-state=NOTIFIED]").first().waitFor();
await page.locator("[data-testid=comment]").filter({ hasText: "on /summary at" }).first().waitFor();
await page.locator("[data-testid=reaction]").filter({ hasText: "👍" }).first().waitFor();
await page.evaluate("document.activeElement?.blur()");
await page.screenshot({
  path: fileURLToPath(new URL("../../docs/images/pull-request.png", import.meta.url)),
});
await browser.close();
