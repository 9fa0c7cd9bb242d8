import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { at, objectsIn } from "./packaging/template.ts";
import { projectRoot } from "./packaging/tree-copy.ts";

const files = globSync(".github/workflows/*.yml", { cwd: projectRoot }).toSorted();
/** An expression of GitHub Actions. */
const given = (name: string) => `\${{ ${name} }}`;
const read = (file: string) => readFileSync(join(projectRoot, file), "utf8");

describe("workflows of GitHub Actions", () => {
  test("are the tests and the deployment", () => {
    expect(files).toEqual([".github/workflows/ci.yml", ".github/workflows/deploy.yml"]);
  });

  test.each(files)("%s pins a version of each action, and contains no key", (file) => {
    const used = objectsIn(parse(read(file))).flatMap(({ uses }) => uses ?? []);

    expect(used.length).toBeGreaterThan(1);
    expect(used.filter((action) => !/^[\w-]+\/[\w-]+@v\d+$/.test(String(action)))).toEqual([]);
    expect(read(file)).not.toMatch(/secrets\.|AWS_ACCESS_KEY|AWS_SECRET/i);
  });

  test("deploy with the role of the stage's environment, one after the other", () => {
    const workflow: unknown = parse(read(".github/workflows/deploy.yml"));
    const job = at(workflow, "jobs", "deploy");
    const steps = at(job, "steps") as object[];
    const credentials = steps.find((step) => String(at(step, "uses")).startsWith("aws-actions/"));

    expect(at(workflow, "permissions")).toEqual({ contents: "read", "id-token": "write" });
    expect(at(workflow, "concurrency")).toEqual({
      group: `deploy-${given("inputs.stage")}`,
      "cancel-in-progress": false,
    });
    expect(at(job, "environment")).toBe(given("inputs.stage"));
    expect(at(credentials, "with", "role-to-assume")).toBe(given("vars.AWS_DEPLOY_ROLE_ARN"));
    // A person's input reaches the shell through the environment, never as a part of the command.
    expect(steps.map((step) => String(at(step, "run"))).filter((run) => /\$\{\{/.test(run))).toEqual([]);
  });
});
