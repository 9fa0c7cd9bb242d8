import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Browser, Locator, Page } from "playwright-core";
import { openBrowser, openPage } from "./browser.ts";
import { githubUrl } from "./webhooks.ts";

const app = "pr-employees[bot]";
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  page = await openPage(browser);
  await page.goto(`${githubUrl}/octo-demo/payments/pull/9`);
  await page.getByTestId("live").filter({ hasText: "live" }).waitFor();
  await page.getByTestId("state").waitFor();
});

/** Posts a comment on the page and waits until it is shown as that user's last one. */
async function write(body: string, person = "octavia"): Promise<Locator> {
  const written = page.locator(`[data-testid=comment][data-author="${person}"]`);
  const before = await written.count();
  await page.getByTestId("person").selectOption(person);
  await page.getByTestId("composer").fill(body);
  await page.getByTestId("submit").click();
  await written.nth(before).waitFor();
  return written.nth(before);
}

/** The App's comments with this text; the page shows them without a reload. */
function answers(text: string | RegExp): Locator {
  return page.locator(`[data-testid=comment][data-author="${app}"]`).filter({ hasText: text });
}

describe("the pull request's page", () => {
  test("shows the answer to /summary, the signed delivery and the job's states, live", async () => {
    const comment = await write("/summary");
    await answers(/on\s\/summary at [0-9a-f]{7}/)
      .first()
      .waitFor();
    await page.locator("[data-testid=job][data-state=NOTIFIED]").first().waitFor();
    await comment.getByTestId("reaction").filter({ hasText: "👍" }).waitFor();

    expect(
      await answers(/on\s\/summary/)
        .locator("table")
        .count(),
    ).toBeGreaterThan(0);
    expect(await page.getByTestId("delivery").count()).toBeGreaterThan(0);
    expect(await page.getByTestId("job-event").allTextContents()).toEqual(
      expect.arrayContaining([expect.stringMatching(/received/i), expect.stringMatching(/notified/i)]),
    );
  });

  test("completes a command and its argument by keyboard, and links the job to its comment and the console", async () => {
    const composer = page.getByTestId("composer");
    const options = page.getByTestId("completion");
    await composer.pressSequentially("/sum");
    await options.filter({ hasText: "/summary" }).waitFor();
    await composer.press("Escape");
    await options.first().waitFor({ state: "detached" });
    await composer.fill("");
    await composer.pressSequentially("@pr-employees secu");
    await options.first().waitFor();
    await composer.press("Enter");
    await composer.pressSequentially("fo");
    await options.filter({ hasText: "focus=" }).waitFor();
    await composer.press("Tab");
    await options.filter({ hasText: "injection" }).waitFor();
    await composer.press("ArrowDown");
    await composer.press("Enter");
    expect(await composer.inputValue()).toBe("@pr-employees security focus=auth ");

    await write("/summary");
    const job = page.locator("[data-testid=job][data-state=NOTIFIED]").first();
    await job.waitFor();
    const jobId = await job.getAttribute("data-job-id");
    expect(await job.getByTestId("job-console").getAttribute("href")).toMatch(
      new RegExp(`^http://localhost:\\d+/#/jobs/${jobId}$`),
    );
    const check = page.locator('[data-testid=check][data-name="Summary"]');
    expect(await check.getByTestId("check-console").getAttribute("href")).toMatch(
      /\/#\/jobs\/[a-z2-7]{26}-summary/,
    );
    await job.getByTestId("job-answer").click();
    expect(new URL(page.url()).hash).toMatch(/^#issuecomment-\d+$/);
    await page.locator(".entry:target [data-author='pr-employees[bot]']").waitFor();
    await page.reload();
    await page.locator(".entry:target").waitFor();
  });

  test("shows a reader why a command was refused", async () => {
    await write("/architecture please", "rita");

    await answers("/architecture please didn't run").first().waitFor();
  });

  test("retries and re-runs with the buttons of a check run, as the user of the page", async () => {
    const check = (name: string) => page.locator(`[data-testid=check][data-name="${name}"]`);
    // Without a key for the model, the employee cannot work.
    await write("/security the buttons");
    await check("Security reviewer").locator("xpath=self::*[@data-outcome='failure']").waitFor();
    await check("Security reviewer").getByTestId("check-retry").click();
    await answers("is being retried").first().waitFor();

    await write("/summary");
    await check("Summary").locator("xpath=self::*[@data-outcome='neutral']").waitFor();
    const count = await answers(/on\s\/summary at/).count();
    await check("Summary").getByTestId("check-rerun").click();
    await answers(/on\s\/summary at/)
      .nth(count)
      .waitFor();
  });

  test("shows a reader why a click was refused", async () => {
    await write("/backend the buttons");
    const check = page.locator('[data-testid=check][data-name="Backend reviewer"]');
    await check.locator("xpath=self::*[@data-outcome='failure']").waitFor();
    await page.getByTestId("person").selectOption("rita");
    await check.getByTestId("check-retry").click();
    await answers(/\/retry \S+-backend didn't run/)
      .first()
      .waitFor();
  });

  test("shows no answer to a bot's command", async () => {
    const count = await answers(/./).count();

    await write("/summary", "robo[bot]");
    await write("/help");
    await answers("/help").first().waitFor();

    expect(await answers(/./).count()).toBe(count + 1);
  });

  test("redelivers: the same delivery again changes nothing", async () => {
    await write("/docs");
    await answers(/on\s\/docs at/)
      .first()
      .waitFor();
    const count = await answers(/./).count();

    await page.getByTestId("redeliver").first().click();
    await page.getByTestId("delivery").filter({ hasText: "200" }).first().waitFor();

    expect(await answers(/./).count()).toBe(count);
  });

  test("executes nothing of a hostile comment", async () => {
    const dialogs: string[] = [];
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });

    const comment = await write('<img src=x onerror="alert(1)"><script>alert(2)</script> hello <b>there</b>');

    expect(await comment.textContent()).toContain("hello");
    expect(await comment.locator("script, [onerror]").count()).toBe(0);
    expect(dialogs).toEqual([]);
  });
});
