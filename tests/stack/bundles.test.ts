import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "@jest/globals";
import { packageService } from "./packaging/package-service.ts";
import { functionsOf } from "./packaging/template.ts";
import { projectRoot } from "./packaging/tree-copy.ts";
import { readZip } from "./packaging/zip.ts";

const packages = await packageService();
const scratch = mkdtempSync(join(tmpdir(), "pr-comment-automation-bundles-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Zipped. GitHub waits for the first, so its bundle is the smallest; the employees' one has the model providers' SDKs. */
const limits: Record<string, number> = { receiveWebhook: 120 * 1024, runEmployee: 750 * 1024 };
/** The others: 70 to 260 KB when this was written. A package that was bundled by mistake exceeds this. */
const limit = 350 * 1024;

/** Values for variables that accept only a certain form. */
const settings: Record<string, string> = {
  DEFAULT_ROLLOUT_MODE: "shadow",
  ADDRESSES_V4: "addresses|1|CLOUDFRONT",
  ADDRESSES_V6: "addresses|2|CLOUDFRONT",
  ORIGIN_SECRET_ID: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:origin-1",
  SWEPT_HOOKS: "app",
  GITHUB_WRITES_PER_MINUTE: "80",
  GITHUB_WRITES_PER_HOUR: "500",
};

const secretShapes = [
  /\bgh[oprsu]_[A-Za-z0-9]{36}/,
  /\bgithub_pat_\w{60}/,
  /\bA(?:KI|SI)A[A-Z0-9]{16}\b/,
  /\bsk-ant-[\w-]{40}/,
  /PRIVATE KEY-----(?:\\n|\s)+[A-Za-z0-9+/]{40}/,
];

describe.each(packages)("bundles of $stage", ({ template, zip }) => {
  const bundles = functionsOf(template).map((one) => ({ ...one, entries: () => readZip(zip(one.key)) }));

  test.each(bundles)(
    "$key is one file, the one that its handler names",
    ({ folder, properties, entries }) => {
      expect(entries().map(({ name }) => name)).toEqual([`functions/${folder}/main.cjs`]);
      expect(properties.Handler).toBe(`functions/${folder}/main.handler`);
    },
  );

  test.each(bundles)("$key is small", ({ key }) => {
    expect(zip(key).length).toBeLessThan(limits[key] ?? limit);
  });

  test.each(bundles)("$key contains nothing of the laptop, the tests or this machine", ({ entries }) => {
    const text = String(entries()[0]?.content);
    const foreign = [projectRoot, tmpdir(), `${homedir()}/`, "dynalite", "fauxqs", "local-webhook-secret"];

    expect(foreign.filter((mark) => text.includes(mark))).toEqual([]);
    expect(text).not.toContain("sourceMappingURL");
  });

  test.each(bundles)("$key contains no secret", ({ entries }) => {
    const text = String(entries()[0]?.content);

    expect(secretShapes.filter((shape) => shape.test(text))).toEqual([]);
  });

  test.each(bundles)("$key loads with only its environment", async ({ key, environment, entries }) => {
    const file = join(scratch, `${key}.cjs`);
    writeFileSync(file, entries()[0]?.content ?? "");
    const env = {
      ...Object.fromEntries(Object.keys(environment).map((name) => [name, settings[name] ?? "a-value"])),
      AWS_REGION: "eu-central-1",
    };
    // Only the error's message: its stack would quote a line as long as the bundle.
    const script =
      "try { console.log(typeof require(process.argv[1]).handler) } catch (error) { console.log(error.message) }";

    const { stdout } = await promisify(execFile)(process.execPath, ["-e", script, file], { env });

    expect(stdout.trim()).toBe("function");
  });
});
