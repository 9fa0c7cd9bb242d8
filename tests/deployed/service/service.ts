import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { copyTree } from "../../stack/packaging/tree-copy.ts";
import { rootKeys } from "../ministack/start-ministack.ts";
import { runCommand } from "../run/command.ts";
import type { Run } from "../run/run.ts";
import { deployDemoEmployees } from "./demo-employees.ts";
import { projectRoot, stage } from "./paths.ts";

/** Options for everything that the stage leaves out. */
export const everything = {
  edge: "cloudfront",
  rateLimit: "100000", // GitHub is not github.com here, so no list exempts it
  sloAlarms: "yes",
  encryption: "key",
  webhookRotationDays: "30",
};

/** The proof gives more commands in minutes than one installation of GitHub may answer in an hour. */
const wideLimits = { githubWritesPerMinute: "100000", githubWritesPerHour: "1000000" };

export interface Service {
  /** Runs `sls deploy` with these parameters in place of the stage's own. */
  deploy(params: Record<string, string>, log: string): Promise<string>;
  /**
   * Runs `sls <arguments> --stage dev` against MiniStack, from a copy of the service. `more` is for its
   * environment. Returns its output.
   */
  sls(args: string[], log: string, more?: Record<string, string>): Promise<string>;
}

/** A copy of the service with one more plugin, which adapts it to MiniStack. */
export function copyService(run: Run, awsUrl: string, publicUrl: string): Service {
  const tree = join(run.folder, "tree");
  rmSync(tree, { recursive: true, force: true });
  copyTree(tree);
  cpSync(join(projectRoot, "tests/deployed/adaptation"), join(tree, "ministack"), { recursive: true });
  deployDemoEmployees(tree);
  const config = join(tree, "serverless.yml");
  const text = readFileSync(config, "utf8");
  const changed = text.replace(/^plugins:\n(?: +.*\n)+/m, "$&  - ./ministack/plugin.ts\n");
  if (changed === text) throw new Error("serverless.yml has no list of plugins");
  writeFileSync(config, changed);

  const env = {
    PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
    HOME: tree,
    AWS_ENDPOINT_URL: awsUrl,
    PUBLIC_URL: publicUrl,
    AWS_ACCESS_KEY_ID: rootKeys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: rootKeys.secretAccessKey,
  };
  const program = join(projectRoot, "node_modules/serverless/bin/serverless.js");
  function sls(args: string[], log: string, more = {}): Promise<string> {
    const all = [program, ...args, "--stage", stage];
    return runCommand(
      run,
      { program: process.execPath, args: all, cwd: tree, env: { ...env, ...more }, log },
      900,
    );
  }

  return {
    sls,
    deploy(params, log) {
      const options = Object.entries({ ...wideLimits, ...params }).flatMap(([name, value]) => [
        "--param",
        `${name}=${value}`,
      ]);
      return sls(["deploy", "--verbose", ...options], log);
    },
  };
}
