import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { PackagedTemplate } from "./cost-tables.ts";

/** Packages a stage as a deployment does, and returns its template. */
export async function packageStage(root: string, stage: string): Promise<PackagedTemplate> {
  const target = await mkdtemp(join(tmpdir(), `cost-${stage}-`));
  try {
    const sls = join(root, "node_modules/serverless/bin/serverless.js");
    const args = [sls, "package", "--stage", stage, "--package", target];
    await promisify(execFile)(process.execPath, args, { cwd: root });
    return { stage, template: await readTemplate(join(target, "cloudformation-template-update-stack.json")) };
  } finally {
    await rm(target, { recursive: true, force: true });
  }
}

async function readTemplate(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, "utf8"));
}
