import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { lowestContrast } from "./console/lowest-contrast.ts";
import { type OpenConsole, openConsole } from "./console/open-console.ts";
import type { LaptopState } from "./runbooks/laptop-state.ts";
import type { RunningStack } from "./start-stack.ts";
import { until } from "./until.ts";

const hostile = `<img src=x onerror="window.hacked=1"><script>window.hacked=2</script>`;

let open: OpenConsole;
let stack: RunningStack;
let state: LaptopState;
let page: Page;
let operate: OpenConsole["operate"];
/** The first job's ID. */
let id = "";

beforeAll(async () => {
  open = await openConsole();
  ({ stack, state, page, operate } = open);
}, 600_000);

afterAll(() => open?.close());

const focused = () => page.evaluate("document.activeElement?.closest('[data-key]')?.dataset.key ?? null");

test("is served at the URL that the laptop prints", () => {
  expect(stack.output()).toContain(`the console at ${stack.consoleUrl}`);
});

test("shows a new job until it ends, and opens its timeline by keyboard", async () => {
  await state.comment("/summary");
  const job = page.getByTestId("job").filter({ hasText: "/summary" });
  await job.waitFor();
  await page.locator("[data-testid=job][data-state=NOTIFIED]").filter({ hasText: "/summary" }).waitFor();
  id = (await job.getAttribute("data-job-id")) ?? "";

  await page.keyboard.press("j");
  expect(await focused()).toBe(id);
  await page.keyboard.press("Enter");
  const timeline = page.getByTestId("timeline");
  await page.locator("[data-testid=moment][data-what=NOTIFIED]").waitFor();

  const whats = await page.evaluate(
    "[...document.querySelectorAll('[data-testid=moment]')].map(({ dataset }) => dataset.what)",
  );
  expect(whats).toEqual(
    expect.arrayContaining(["delivery received", "RECEIVED", "DISPATCHED", "WORKER_RUNNING", "NOTIFIED"]),
  );
  const answer = page.locator("dialog a").filter({ hasText: "#issuecomment-" });
  expect(await answer.getAttribute("href")).toContain(`${stack.githubUrl}/octo-demo/payments/pull/7`);
  await page.keyboard.press("Escape");
  await timeline.waitFor({ state: "detached" });
  expect(await focused()).toBe(id);
});

test("keys reach every view, and do nothing while the user types", async () => {
  await page.keyboard.press("?");
  await page.getByRole("heading", { name: "Keys" }).waitFor();
  await page.keyboard.press("Escape");

  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await page.getByTestId("health").waitFor();
  await page.keyboard.press("/");
  await page.getByTestId("jobs").waitFor();
  await page.keyboard.type("ghd jk?");
  expect(await page.locator("#filter").inputValue()).toBe("ghd jk?");
  expect(new URL(page.url()).hash).toBe("#/jobs");
  await page.getByText("No jobs matched.").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.getByTestId("job").first().waitFor();
});

test("replays a dead-letter message with a reason, and records who did it and why", async () => {
  await operate("pause", "--reason", "to have one");
  await page.getByTestId("tile-intake").getByText("to have one").waitFor();
  await state.comment(`/help\n\n${hostile}`);
  const message = await state.buryWaiting();
  await operate("resume", "--reason", "had");
  await page.getByTestId("tile-dead-letters").locator("strong").getByText("1").waitFor();
  await page.getByTestId("verdict").getByText("1 check failed").waitFor();

  await page.keyboard.press("g");
  await page.keyboard.press("d");
  const deadLetter = page.locator(`[data-testid=dead-letter][data-message-id="${message}"]`);
  await deadLetter.getByText("octo-demo/payments#7").waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Show message (untrusted content)" }).click();
  await page.getByTestId("dead-letter-body").getByText("onerror").waitFor();
  await page.keyboard.press("Escape");

  await page.keyboard.press("x");
  await page.getByText("1 of 1 selected").waitFor();
  await page.getByRole("button", { name: "Replay…" }).click();
  await page.getByLabel("Why").fill("the fix is out");
  await page.keyboard.press("Enter");
  await page.getByTestId("done").getByText("Re-queued 1 dead-letter message.").waitFor();
  await deadLetter.waitFor({ state: "detached" });

  await page.keyboard.press("g");
  await page.keyboard.press("j");
  const job = page.locator("[data-testid=job][data-state=NOTIFIED]").filter({ hasText: "/help" });
  await job.waitFor();
  const story = await operate("job", (await job.getAttribute("data-job-id")) ?? "");
  expect(story).toMatch(/ delivery dlq_replay +operator:\S+ +the fix is out/);
});

test("finds a failed job by state and filter, and retries it with a reason", async () => {
  await state.comment("/security of this");
  const job = page.getByTestId("job").filter({ hasText: "/security" });
  await job.getByText("notified · unavailable").waitFor();
  await page.getByRole("button", { name: /^notified/ }).click();
  await page.getByRole("button", { name: /^notified/, pressed: true }).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("octo-demo/payments#7");
  await job.waitFor();
  await page.keyboard.type(" security");
  await page.getByTestId("job").filter({ hasText: "/summary" }).waitFor({ state: "detached" });
  await job.getByRole("link").click();
  await page.getByRole("button", { name: "Retry…" }).click();
  await page.getByLabel("Why").fill("the key is there");
  await page.getByTestId("confirm").click();
  await page.getByTestId("done").getByText("Started attempt 2 of").waitFor();
  await page.getByTestId("moment").filter({ hasText: "the key is there" }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#filter").fill("");
  await page.getByRole("button", { name: /^notified/ }).click();
  await job.getByText("attempt 2").waitFor();
});

test("shows the rollout and its changes", async () => {
  const mode = page.getByTestId("rollout-mode");
  await mode.getByText("active").waitFor();
  await operate("rollout", "set", "shadow", "--yes", "--reason", hostile);
  await mode.getByText("shadow").waitFor();
  await page.getByTestId("rollout").getByText(hostile).waitFor();
  await operate("rollout", "set", "active", "--yes", "--reason", "seen");
  await mode.getByText("active").waitFor();
});

test("shows the doctor's findings", async () => {
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  const checkedAt = () => page.evaluate("document.querySelector('#examined time').dateTime");
  const before = await checkedAt();
  await page.getByRole("button", { name: "Check again" }).click();
  await until(checkedAt, (at) => at !== before);
  const finding = (check: string) => page.locator(`[data-testid=finding][data-check="${check}"]`);
  await finding("dead letters").getByText("none").waitFor();
  await finding("endpoint").getByText("answered a signed ping").waitFor();
  // A laptop without a model's key has a warning.
  await finding("model anthropic").getByText("not set up").waitFor();
  expect(await page.getByTestId("verdict").textContent()).toMatch(/Works, with \d+ warnings?/);
});

test.each(["jobs", "jobs/<id>", "health"])("has readable text in %s, light and dark", async (view) => {
  await page.goto(`${stack.consoleUrl}#/${view.replace("<id>", id)}`);
  await page.locator(view.includes("/") ? "#drawer .facts" : `#${view}`).waitFor();
  const background = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
  const seen: unknown[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    seen.push(await background());
    const { ratio, text, count } = await lowestContrast(page);
    expect(count).toBeGreaterThan(30);
    expect({ text, readable: ratio >= 4.5 }).toEqual({ text, readable: true });
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.keyboard.press("Escape");
  expect(seen[0]).not.toBe(seen[1]);
});

test("fits a small screen", async () => {
  await page.setViewportSize({ width: 390, height: 800 });
  const [content, screen] = [await page.evaluate("document.documentElement.scrollWidth"), 390];
  await page.setViewportSize({ width: 1280, height: 900 });
  expect(content).toBeLessThanOrEqual(screen);
});

test("requested only its own files, ran no untrusted script, and had no errors", async () => {
  expect(open.requested.length).toBeGreaterThan(30);
  expect(open.requested.filter((url) => !url.startsWith(stack.consoleUrl))).toEqual([]);
  expect(await page.evaluate("window.hacked ?? null")).toBeNull();
  expect(await page.locator("img[onerror]").count()).toBe(0);
  expect(open.problems).toEqual([]);
});

test("shows that the console does not answer", async () => {
  const context = page.context();
  await context.setOffline(true);
  await page.keyboard.press("r");
  await page.getByTestId("status").getByText("does not answer").waitFor({ state: "attached" });
  await page.getByTestId("live").getByText("Last refreshed").waitFor();
  await context.setOffline(false);
  await page.keyboard.press("r");
  await page
    .getByTestId("live")
    .getByText(/^refreshed/)
    .waitFor();
});

test("ends with the laptop", async () => {
  expect(await stack.stop()).toBe(0);
  await expect(fetch(stack.consoleUrl)).rejects.toThrow();
});
