import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { lowestContrast } from "./console/lowest-contrast.ts";
import { type OpenConsole, openConsole } from "./console/open-console.ts";

const hostile = `<img src=x onerror="window.hacked=1">`;
let open: OpenConsole;
let page: Page;
let link = "";
let job = "";

beforeAll(async () => {
  open = await openConsole();
  ({ page } = open);
  ({ url: link } = await open.state.comment(`/summary\n\n${hostile}`));
  await page.locator("[data-testid=job][data-state=NOTIFIED]").first().waitFor();
  job = (await page.getByTestId("job").first().getAttribute("data-job-id")) ?? "";
}, 600_000);

afterAll(() => open?.close());

async function show(view: string): Promise<void> {
  await page.goto(`${open.stack.consoleUrl}#/${view}`);
  await page.locator(`#${view}`).waitFor();
}

/** Gives the reason in the dialog that is open, and confirms. */
async function confirm(reason: string): Promise<void> {
  await page.getByLabel("Why").fill(reason);
  await page.getByTestId("confirm").click();
  await page.locator("#ask").waitFor({ state: "hidden" });
}

describe("the filter", () => {
  test("finds a job by its comment's link, its delivery and its user", async () => {
    await show("jobs");
    const found = page.locator(`[data-testid=job][data-job-id="${job}"]`);
    const delivery = /delivery ([0-9a-f-]{36})/.exec(await open.operate("job", job))?.[1];
    for (const text of [link, delivery ?? "", "@octavia"]) {
      await page.locator("#filter").fill("no such job");
      await found.waitFor({ state: "detached" });
      await page.locator("#filter").fill(text);
      await found.waitFor();
    }
    await page.locator("#filter").fill("@mallory");
    await page.getByText("No jobs matched.").waitFor();
    await page.locator("#filter").fill("");
  });
});

test("lists deliveries with their fate, explains one, and explains a comment", async () => {
  await show("deliveries");
  const delivery = page.locator("[data-testid=delivery][data-fate=dispatched]").first();
  await delivery.getByRole("link").click();
  await page.getByTestId("explain").click();
  await page.getByTestId("decision").getByText("1 job").waitFor();
  await page.locator("[data-testid=check-step][data-verdict=yes]").first().waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#delivery-filter").fill(link);
  await page.getByTestId("explain-comment").click();
  await page.getByTestId("decision").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#delivery-filter").fill("");
});

describe("the switches", () => {
  test("pause and resume the intake with a reason", async () => {
    await page.getByTestId("switch-intake").click();
    await page.getByText("wait in the queue until you resume").waitFor();
    await confirm(hostile);
    await page.getByTestId("tile-intake").getByText(hostile).waitFor();
    await page.getByTestId("switch-intake").getByText("Resume…").click();
    await confirm("done");
    await page.getByTestId("tile-intake").getByText("webhooks are dispatched").waitFor();
  });

  test("change the rollout after its effect is shown, and undo it", async () => {
    await page.getByTestId("change-rollout").click();
    await page.locator("#rollout-mode").selectOption("canary");
    await page.locator("#rollout-share").fill("25");
    await page.locator("#rollout-commands").fill("/docs");
    await page.getByTestId("show-effect").click();
    await page.getByTestId("rollout-effect").getByText("/docs: active → active for 25 %").waitFor();
    await confirm("a quarter");
    await page.getByTestId("rollout").getByText("“a quarter”").waitFor();
    expect(await open.operate("rollout", "show")).toMatch(/docs.*25 %/);
    await page.getByTestId("undo-rollout").click();
    await page.getByTestId("rollout-effect").getByText("its rule is removed").waitFor();
    await confirm("not yet");
    await page.getByTestId("rollout").getByText("“not yet”").waitFor();
  });

  test("open and close a circuit", async () => {
    await page.getByTestId("open-circuit").click();
    await page.locator("#circuit").selectOption("anthropic *");
    await page.locator("#circuit-time").selectOption("720");
    await page.getByText("Jobs wait for about four hours and then fail.").waitFor();
    await confirm("the key is being replaced");
    const circuit = page.getByTestId("circuit").filter({ hasText: "anthropic" });
    await circuit.getByRole("button", { name: "Close the circuit anthropic *" }).click();
    await confirm("it is replaced");
    await circuit.waitFor({ state: "detached" });
  });
});

test("retries together what a search has found", async () => {
  await show("jobs");
  await open.state.comment("/security of this");
  await page.locator("#filter").fill("@octavia security");
  const found = page.getByTestId("job").filter({ hasText: "/security" });
  await found.getByText("notified · unavailable").waitFor();
  await page.getByRole("button", { name: "Retry 1 listed job…" }).click();
  await confirm("the key is there");
  await page.getByTestId("done").getByText("Retried 1 job.").waitFor();
  await found.getByText("attempt 2").waitFor();
  await page.locator("#filter").fill("");
});

test("dead-letter messages are filtered, counted, replayed together, and dropped", async () => {
  await open.state.buryMalformed();
  await open.state.buryMalformed();
  await show("dead-letters");
  await page.getByTestId("dead-letter").nth(1).waitFor();
  await page.locator("#dead-letter-filter").fill("github_failed");
  await page.getByText("No dead-letter messages matched.").waitFor();
  await page.locator("#dead-letter-filter").fill("malformed_message");
  await page.getByRole("button", { name: "Replay all 2…" }).click();
  await page.getByTestId("replay-effect").getByText("2 of 2").waitFor();
  await confirm("the code has changed");
  await page.getByTestId("done").getByText("Re-queued 2 dead-letter messages.").waitFor();

  await page.locator("#dead-letter-filter").fill("");
  await open.state.buryMalformed();
  await page.keyboard.press("Escape");
  await page.locator("#select-all").waitFor();
  await page.locator("#refresh").click();
  await page.getByTestId("dead-letter").first().waitFor();
  await page.locator("#select-all").check();
  await page.getByRole("button", { name: "Drop…" }).click();
  await confirm("seen");
  await page.getByTestId("done").getByText("Dropped").waitFor();
});

test("the chart of jobs is readable by keyboard and as a table", async () => {
  await show("activity");
  const chart = page.locator(".chart-picture");
  await chart.locator(".chart-bar").first().waitFor();
  const readout = page.locator(".chart-readout");
  // The page may have been read before the last job was recorded, and an earlier test may have repeated one.
  await page.locator("#refresh").click();
  await readout.getByText(/In total: [2-9] new,/).waitFor();
  await chart.focus();
  await page.keyboard.press("End");
  // The hour may have started after the jobs.
  await readout.getByText(/ to now: \d new, \d answered/).waitFor();
  await page.getByText("Show as a table").click();
  expect(await page.locator(".chart-table tbody tr").count()).toBe(24);
});

test.each(["deliveries", "lanes", "activity", "cost"])(
  "%s has readable text, and fits a small screen",
  async (view) => {
    await show(view);
    await page.locator(`#${view} [aria-busy=true]`).waitFor({ state: "detached" });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const { ratio, text, count } = await lowestContrast(page);
      expect(count).toBeGreaterThan(30);
      expect({ text, readable: ratio >= 4.5 }).toEqual({ text, readable: true });
    }
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    await page.setViewportSize({ width: 1280, height: 900 });
  },
);

test("requested only its own files, ran no untrusted script, and had no errors", async () => {
  expect(open.requested.filter((url) => !url.startsWith(open.stack.consoleUrl))).toEqual([]);
  expect(await page.evaluate("window.hacked ?? null")).toBeNull();
  expect(open.problems).toEqual([]);
});
