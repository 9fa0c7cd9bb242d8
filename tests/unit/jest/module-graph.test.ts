import { expect, test } from "@jest/globals";
import { withPlainPaths } from "../../jest/module-graph.ts";

const graph = new URL(import.meta.url).search;

test("each test file has its own graph of the project's modules", async () => {
  expect(graph).toMatch(/^\?graph=\d+$/);
  expect(import.meta.resolve("../../../core/errors.ts")).toMatch(/errors\.ts\?graph=\d+$/);
  const own = await import("../../fakes/clock.ts");
  const url = new URL("../../fakes/clock.ts", import.meta.url).href;
  expect(await import(`${url}${graph}`)).toBe(own);
  expect(await import(`${url}?graph=another`)).not.toBe(own);
});

test.each(["fast-check", "node:fs", "../../fakes/app-key.ts"])("%s is shared by all of them", (specifier) => {
  expect(import.meta.resolve(specifier)).not.toContain("graph");
});

test("errors have their realm's own class", async () => {
  const error = await import("node:fs/promises").then(({ readFile }) => readFile("/nowhere").catch((e) => e));
  expect(error).toBeInstanceOf(Error);
});

test("a stack trace shows paths", () => {
  const frames =
    "Error: x\n    at read (file:///project/core/a.ts?graph=12:3:4)\n    at file:///b.ts?graph=1:5:6";
  expect(withPlainPaths(frames)).toBe("Error: x\n    at read (/project/core/a.ts:3:4)\n    at /b.ts:5:6");
});
