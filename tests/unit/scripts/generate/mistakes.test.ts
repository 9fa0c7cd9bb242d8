import { afterAll, expect, test } from "@jest/globals";
import { backend, changed, letter, mistakes, routing, security } from "./changes.ts";
import { goodProject, removeProjects } from "./project.ts";

afterAll(removeProjects);

test("a valid project has no mistakes", async () => {
  expect(await mistakes({})).toEqual([]);
});

test("Windows line endings are valid", async () => {
  const windows = Object.entries(goodProject).map(([file, text]) => [file, text.replaceAll("\n", "\r\n")]);
  expect(await mistakes(Object.fromEntries(windows))).toEqual([]);
});

test("reports a project without employees", async () => {
  const found = await mistakes({ [backend]: null, [security]: null });
  expect(found).toEqual(["workflows/employees:1:1: There is no employee: add at least one Markdown file."]);
});

test("reports all mistakes of all files at once, by file and line", async () => {
  const found = await mistakes({
    ...changed(backend, "title: Backend reviewer\n", ""),
    ...changed(routing, "[review]", "[nothing]"),
    ...changed(letter, "export interface Letter", "interface Letter"),
    [security]: (goodProject[security] ?? "")
      .replace("runner: model", "runner: robot")
      .replace("name: s", "nam: s"),
  });
  expect(found.map((mistake) => mistake.split(": ")[0])).toEqual([
    `${letter}:2:1`,
    `${backend}:2:1`,
    `${security}:2:1`,
    `${security}:2:1`,
    `${security}:6:9`,
    `${routing}:4:24`,
  ]);
});
