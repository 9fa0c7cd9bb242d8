import { tmpdir } from "node:os";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { rememberGlobals, rememberProcess } from "../../jest/restore.ts";

const { fetch, setTimeout } = globalThis;
const { env } = process;
let restore: (() => void)[];

beforeEach(() => {
  restore = [rememberGlobals(), rememberProcess()];
});

afterEach(() => {
  for (const each of restore) each();
});

const restoreAll = () => restore.forEach((each) => void each());

test("globals that a test file replaced or removed are there again", () => {
  globalThis.fetch = () => Promise.reject(new Error("replaced"));
  Object.defineProperty(globalThis, "setTimeout", { get: () => fetch, configurable: true });
  Reflect.deleteProperty(globalThis, "structuredClone");
  restoreAll();
  expect(globalThis.fetch).toBe(fetch);
  expect(globalThis.setTimeout).toBe(setTimeout);
  expect(structuredClone({ a: 1 })).toEqual({ a: 1 });
});

test("the environment is the same object with the same variables", () => {
  const before = { ...env };
  env.ADDED = "by a test";
  env.PATH = "/nowhere";
  delete env.HOME;
  process.env = { REPLACED: "by a test" };
  restoreAll();
  expect(process.env).toBe(env);
  expect({ ...env }).toEqual(before);
});

test("the folder and the exit code are those from before", () => {
  const before = { folder: process.cwd(), exit: process.exit, exitCode: process.exitCode };
  process.chdir(tmpdir());
  process.exitCode = 3;
  process.exit = () => {
    throw new Error("replaced");
  };
  restoreAll();
  expect({ folder: process.cwd(), exit: process.exit, exitCode: process.exitCode }).toEqual(before);
});
