import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { bundleAsDeployed } from "../bench/bundle-as-deployed.ts";
import { zipBytes } from "../bench/ingress/bundle-subjects.ts";
import { ours } from "../bench/ingress/subjects.ts";
import { environment, measuredFunctions } from "../bench/starts/cold-starts.ts";
import { withPart } from "../bench/write-part.ts";
import { packageService } from "./packaging/package-service.ts";
import { functionsOf } from "./packaging/template.ts";
import { readZip } from "./packaging/zip.ts";

const [dev] = await packageService();
const functions = dev ? functionsOf(dev.template) : [];
const scratch = mkdtempSync(join(tmpdir(), "pr-comment-automation-bench-test-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test.each(measuredFunctions)("the benchmark sets all variables that $name reads", ({ name }) => {
  const asked = Object.keys(functions.find(({ folder }) => folder === name)?.environment ?? {});

  expect(asked).not.toEqual([]);
  expect(Object.keys(environment)).toEqual(expect.arrayContaining(asked));
});

test("the benchmark measures the bundle that is deployed", async () => {
  const zip = dev?.zip("receiveWebhook") ?? Buffer.alloc(0);
  const packaged = readZip(zip)[0]?.content ?? Buffer.alloc(0);
  const bundle = join(scratch, "main.cjs");

  await bundleAsDeployed(ours.entry, bundle);

  // Not `toBe`: its message would show both bundles.
  expect(wordsOf(readFileSync(bundle, "utf8")) === wordsOf(String(packaged))).toBe(true);
  expect(zipBytes(packaged)).toBe(zip.length);
});

/**
 * Returns the words of a bundle without its local names, which are shorter. Packaging works on a copy three folders below the
 * packages: paths in the bundle differ, and esbuild gives the most frequent letters to local names.
 */
function wordsOf(bundle: string): string {
  return (bundle.replaceAll('"../../../node_modules/', '"node_modules/').match(/[\w$]{4,}/g) ?? []).join(" ");
}

test("results replace only their own part of the page", () => {
  const page = "a\n<!-- bench x -->\nold\n<!-- end of bench x -->\nb\n";

  expect(withPart(page, "x", "new")).toBe("a\n<!-- bench x -->\n\nnew\n\n<!-- end of bench x -->\nb\n");
  expect(() => withPart(page, "y", "new")).toThrow("docs/benchmarks.md lacks <!-- bench y -->");
});
