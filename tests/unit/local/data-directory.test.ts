import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createDataDirectory } from "../../../local/data-directory.ts";

let serviceDir: string;

beforeAll(() => {
  serviceDir = mkdtempSync(join(tmpdir(), "laptop-"));
});

afterAll(() => rmSync(serviceDir, { recursive: true }));

const dataOf = (pid: number | undefined) => join(serviceDir, ".local", "data", String(pid));

test("a laptop's data is in a folder of its own, and those of ended laptops are deleted", () => {
  const ended = spawnSync(process.execPath, ["--version"]).pid;
  for (const pid of [ended, process.ppid, process.pid]) {
    mkdirSync(dataOf(pid), { recursive: true });
    writeFileSync(join(dataOf(pid), "left"), "");
  }

  const data = createDataDirectory(serviceDir);

  expect(data.path).toBe(dataOf(process.pid));
  expect(existsSync(join(data.path, "left"))).toBe(false);
  expect(existsSync(dataOf(ended))).toBe(false);
  expect(existsSync(join(dataOf(process.ppid), "left"))).toBe(true);

  data.remove();
  expect(existsSync(data.path)).toBe(false);
});
