import { afterEach, expect, test } from "@jest/globals";
import { type LaptopConsole, startConsole } from "../../../../local/console/start-console.ts";

const started: LaptopConsole[] = [];

async function start(port: number | null): Promise<LaptopConsole> {
  const console = await startConsole(port, () => {});
  started.push(console);
  return console;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map(({ stop }) => stop()));
});

test("two laptops have their own consoles if no port is set", async () => {
  const consoles = [await start(null), await start(null)];
  const pages = await Promise.all(consoles.map(async ({ url }) => (await fetch(url)).text()));
  expect(pages.map((page) => page.includes("<title>Operations</title>"))).toEqual([true, true]);
  expect(consoles[0]?.url).not.toBe(consoles[1]?.url);
});

test("a port that was asked for and is taken is said to be", async () => {
  const { url } = await start(null);
  await expect(start(Number(new URL(url).port))).rejects.toThrow(/cannot be served: .*EADDRINUSE/);
});

test("it ends when the laptop does", async () => {
  const { url, stop } = await start(null);
  await stop();
  await expect(fetch(url)).rejects.toThrow();
});
