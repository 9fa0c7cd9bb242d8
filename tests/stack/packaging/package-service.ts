import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import type { Template } from "./template.ts";
import { copyTree, hashTree, projectRoot } from "./tree-copy.ts";

export const stages = ["dev", "prod"] as const;
export type Stage = (typeof stages)[number];

export interface PackagedStage {
  stage: Stage;
  template: Template;
  /** The output of `sls package`. */
  output: string;
  zip(functionKey: string): Buffer;
  /** Every file that would be uploaded, by name. */
  files(): Map<string, Buffer>;
}

/** A value in the packaging process's environment that must not reach the package. */
export const canary = "canary-9f3c1d7e5b2a48069f3c1d7e5b2a4806";

/** Inside the project, so that the copies find its packages and no outside path gets into a bundle. */
const cache = join(projectRoot, ".local/packages");
const keepMs = 3_600_000;
const patienceMs = 240_000;

/**
 * Packages the service as a deployment does, for both stages. Test files share the packages of one tree: the
 * first worker creates them, the others wait.
 */
export async function packageService(): Promise<PackagedStage[]> {
  const known = packagesOf(hashTree(projectRoot));
  const packages = existsSync(join(known, "done")) ? known : await packageCopy();
  return stages.map((stage) => read(stage, join(packages, stage)));
}

/** Packages a copy of the tree, so that edits during packaging do not matter. Returns its folder. */
async function packageCopy(): Promise<string> {
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, "tree-"));
  try {
    copyTree(work);
    const packages = packagesOf(hashTree(work));
    if (claim(packages)) await makePackages(work, packages);
    else await waitFor(packages);
    return packages;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const packagesOf = (hash: string) => join(cache, `packages-${hash}`);

/** Returns whether this process must create the packages. Deletes those of earlier trees. */
function claim(packages: string): boolean {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    const dead = path === packages && age > patienceMs && !existsSync(join(packages, "done"));
    if (age > keepMs || dead) rmSync(path, { recursive: true, force: true });
  }
  try {
    mkdirSync(packages);
    return true;
  } catch {
    return false;
  }
}

async function waitFor(packages: string): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!existsSync(join(packages, "done"))) {
    if (!existsSync(packages)) throw new Error("`sls package` failed in another test file");
    if (Date.now() > end) throw new Error("`sls package` takes too long in another test file");
    await pause(200);
  }
}

async function makePackages(tree: string, packages: string): Promise<void> {
  try {
    for (const stage of stages) await makePackage(tree, stage, join(packages, stage));
    writeFileSync(join(packages, "done"), "");
  } catch (error) {
    rmSync(packages, { recursive: true, force: true });
    throw error;
  }
}

async function makePackage(tree: string, stage: Stage, target: string): Promise<void> {
  const sls = join(projectRoot, "node_modules/serverless/bin/serverless.js");
  const env = {
    PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
    HOME: tree,
    GITHUB_TOKEN: canary,
    AWS_ACCESS_KEY_ID: canary,
    AWS_SECRET_ACCESS_KEY: canary,
    WEBHOOK_SECRET: canary,
  };
  const args = [sls, "package", "--stage", stage, "--package", target];
  const options = { cwd: tree, env };
  const output = await promisify(execFile)(process.execPath, args, options).then(
    printed,
    (error: Printed) => {
      throw new Error(`sls package --stage ${stage} failed:\n${printed(error)}`, { cause: error });
    },
  );
  writeFileSync(join(target, "output.txt"), output);
}

interface Printed {
  stdout: string;
  stderr: string;
}

function printed({ stdout, stderr }: Printed): string {
  return `${stdout}${stderr}`;
}

function read(stage: Stage, folder: string): PackagedStage {
  const file = (name: string) => readFileSync(join(folder, name));
  const template = JSON.parse(String(file("cloudformation-template-update-stack.json"))) as Template;
  const names = readdirSync(folder).filter((name) => name !== "output.txt");
  return {
    stage,
    template,
    output: String(file("output.txt")),
    zip: (functionKey) => file(`${functionKey}.zip`),
    files: () => new Map(names.map((name) => [name, file(name)])),
  };
}
