import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageService } from "../../stack/packaging/package-service.ts";
import type { Template } from "../../stack/packaging/template.ts";
import { copyTree } from "../../stack/packaging/tree-copy.ts";
import { runCommand } from "../run/command.ts";
import type { Run } from "../run/run.ts";
import { projectRoot } from "../service/paths.ts";

export interface PackagedTemplate {
  stage: string;
  template: Template;
}

const stages = ["dev", "stage", "prod"];

/**
 * Every stage's template, unchanged. The tests of the packaged stack have created some of them, and keep
 * them.
 */
export async function packageStages(run: Run, say: (text: string) => void): Promise<PackagedTemplate[]> {
  const packaged: PackagedTemplate[] = await packageService();
  const missing = stages.filter((name) => !packaged.some(({ stage }) => stage === name));
  const tree = join(run.folder, "packaging");
  for (const stage of missing) {
    rmSync(tree, { recursive: true, force: true });
    copyTree(tree);
    const args = [
      join(projectRoot, "node_modules/serverless/bin/serverless.js"),
      "package",
      "--stage",
      stage,
    ];
    const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: tree };
    await runCommand(run, { program: process.execPath, args, cwd: tree, env, log: "package.log" }, 600);
    const file = join(tree, ".serverless/cloudformation-template-update-stack.json");
    packaged.push({ stage, template: JSON.parse(readFileSync(file, "utf8")) as Template });
  }
  say(packaged.map(({ stage }) => stage).join(", "));
  return packaged;
}
