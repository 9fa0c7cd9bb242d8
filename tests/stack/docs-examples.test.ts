import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { readRoster } from "../../scripts/generate/read-roster.ts";
import { projectRoot } from "./packaging/tree-copy.ts";

/** The pages whose readers copy a roster file, and the employees that they name. */
const pages = [
  { page: "docs/bring-your-own-employee.md", names: ["length", "whitespace"] },
  { page: "docs/github-workflow.md", names: ["count-lines"] },
];

test.each(pages)("$page has complete roster files", async ({ page, names }) => {
  const text = await readFile(join(projectRoot, page), "utf8");
  const root = await mkdtemp(join(tmpdir(), "docs-examples-"));
  await mkdir(join(root, "workflows/employees"), { recursive: true });
  for (const file of rosterFiles(text)) {
    const [, name = ""] = /^name: (\S+)$/m.exec(file) ?? [];
    await writeFile(join(root, "workflows/employees", `${name}.md`), file);
  }

  const { employees, mistakes } = await readRoster(root, {
    aliases: [],
    egress: { hosts: ["bot.example.com"], stages: {} },
  });

  expect(mistakes).toEqual([]);
  expect(employees.map(({ name }) => name)).toEqual(names);
  // Each example reads the changed files of its context.
  expect(employees.filter(({ context }) => !context.includes("files"))).toEqual([]);
});

/** Returns the YAML blocks with front matter, without the indentation of their list. */
function rosterFiles(text: string): string[] {
  return Array.from(
    text.matchAll(/^( *)```yaml\n( *---\n[\s\S]*?)^ *```$/gm),
    ([, indent = "", block = ""]) => block.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  );
}
