import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { commands } from "../../../../operator/cli/commands.ts";
import { type OperatorAws, startOperatorAws } from "../../../fakes/operator-aws.ts";
import { callCli, runCli, spawnCli } from "./cli.ts";

const root = resolve(import.meta.dirname, "../../../..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

let aws: OperatorAws;

beforeAll(async () => {
  aws = await startOperatorAws({ github: {} });
});

afterAll(() => aws.stop());

const paths = commands.map(({ path }) => path.split(" "));
const groups = [...new Set(paths.filter(([, second]) => second !== undefined).map(([first = ""]) => first))];

test.each([[[]], ...groups.map((group) => [[group]])])("%j has help without AWS", async (words) => {
  const { code, stdout } = await callCli([...words, "--help"]);
  expect(code).toBe(0);
  expect(stdout).toContain(`Usage: ${["pr-automation", ...words].join(" ")} `);
  expect(stdout).toContain("Commands:");
});

test.each(paths.map((path) => [path]))("%j has help with an example, without AWS", async (path) => {
  const { code, stdout } = await callCli([...path, "--help"]);
  expect(code).toBe(0);
  expect(stdout).toContain(`Usage: ${["pr-automation", ...path].join(" ")} `);
  expect(stdout).toMatch(new RegExp(`^Examples:\n {2}npx --no pr-automation ${path.join(" ")}\\s`, "m"));
});

test.each(groups)("`%s` with an option but without a command lists its commands", async (group) => {
  const { code, stderr } = await callCli([group, "--stage", "test"]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: unknown option '--stage'$/m);
  expect(stderr).toContain("Commands:");
});

test.each(groups)("the help describes `%s` and names each of its commands", async (group) => {
  expect((await callCli(["--help"])).stdout).toMatch(new RegExp(`^ {2}${group} +\\S`, "m"));
  const { stdout } = await callCli([group, "--help"]);
  expect(stdout).toMatch(/^\S.*\n\nOptions:$/m);
  for (const [first, name] of paths) {
    if (first === group) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, "m"));
  }
});

test.each([
  ["no command", []],
  ["an unknown command", ["secrets", "steal"]],
  ["an unknown option", ["secrets", "check", "--stage", "test", "--show"]],
  ["no stage", ["secrets", "check"]],
  ["an invalid time", ["jobs", "--stage", "test", "--since", "yesterday"]],
  ["an invalid state", ["jobs", "--stage", "test", "--state", "DONE"]],
  ["a pull request without a repository", ["jobs", "--stage", "test", "--pr", "7"]],
  ["two choices of states", ["jobs", "--stage", "test", "--open", "--state", "NOTIFIED"]],
  ["an invalid hook", ["deliveries", "--stage", "test", "--hook", "octo-demo/payments"]],
  ["two hooks", ["deliveries", "--stage", "test", "--hook", "app,octo-demo:12"]],
  ["no job", ["job", "--stage", "test"]],
  ["a change without a reason", ["pause", "--stage", "test"]],
  ["an actor with spaces", ["resume", "--stage", "test", "--reason", "x", "--actor", "a b"]],
  ["an invalid stage", ["secrets", "check", "--stage", "../x"]],
  ["nothing to store", ["secrets", "set", "--stage", "test"]],
  ["an invalid App ID", ["secrets", "set", "--stage", "test", "--app-id", "twelve"]],
  ["two keys", ["secrets", "set", "--stage", "test", "--private-key-file", "x", "--private-key-stdin"]],
  [
    "two secrets on one input",
    ["secrets", "set", "--stage", "test", "--private-key-stdin", "--webhook-secret-stdin"],
  ],
  ["an unknown provider", ["secrets", "set-model", "--stage", "test", "--provider", "abacus", "--key-stdin"]],
  [
    "a setting that the provider lacks",
    ["secrets", "set-model", "--stage", "test", "--provider", "bedrock", "--key-stdin"],
  ],
  [
    "a URL with a password",
    ["app", "manifest", "--stage", "test", "--webhook-url", "https://u:secret@example.com/"],
  ],
  ["a name that GitHub refuses", ["app", "manifest", "--stage", "test", "--name", "x".repeat(35)]],
])("%s is a usage error with a message: exit code 2", async (_what, args) => {
  const { code, stdout, stderr } = await callCli(args, "x");
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^(error: .+\n\n?.+|Usage: )/);
});

test("does not repeat a secret that was given on the command line by mistake", async () => {
  for (const args of [["--webhook-secret", "gho_verysecret"], ["gho_verysecret"]]) {
    const { code, stdout, stderr } = await callCli(["secrets", "set", "--stage", "test", ...args]);
    expect(code).toBe(2);
    expect(stdout + stderr).not.toContain("verysecret");
  }
});

test("without AWS credentials it shows how to get some", async () => {
  const { code, stderr } = await spawnCli(["secrets", "check", "--stage", "test"]);
  expect(code).toBe(1);
  expect(stderr).toContain("There are no AWS credentials.");
  expect(stderr).toContain("AWS_PROFILE");
});

test("reports that AWS cannot be reached", async () => {
  const env = {
    AWS_ENDPOINT_URL: "http://127.0.0.1:9",
    AWS_ACCESS_KEY_ID: "x",
    AWS_SECRET_ACCESS_KEY: "x",
    AWS_MAX_ATTEMPTS: "1",
  };
  const { code, stderr } = await spawnCli(["secrets", "check", "--stage", "test"], { env });
  expect(code).toBe(1);
  expect(stderr).toContain("AWS could not be reached.");
});

test("prints the package's version", async () => {
  const { code, stdout } = await callCli(["--version"]);
  expect(code).toBe(0);
  expect(stdout).toBe(`${manifest.version}\n`);
});

test("uses PR_AUTOMATION_STAGE without --stage", async () => {
  const env = { PR_AUTOMATION_STAGE: "shadow", AWS_ENDPOINT_URL: aws.environment.AWS_ENDPOINT_URL ?? "" };
  const run = (args: string[]) => runCli(["jobs", ...args], { env: { ...aws.environment, ...env } });
  expect((await run([])).stderr).toContain("There is no stack pr-comment-automation-shadow in us-east-1.");
  expect((await run(["--stage", "other"])).stderr).toContain("no stack pr-comment-automation-other in");
  const { stdout } = await callCli(["jobs", "--help"]);
  expect(stdout).toContain("PR_AUTOMATION_STAGE");
});

test.each([
  ["prd", "Did you mean --stage prod? resources/stages.yml has local, dev, stage, prod."],
  ["Prod", "Did you mean --stage prod?"],
  ["stgae", "Did you mean --stage stage?"],
  ["production", "resources/stages.yml has local, dev, stage, prod. Deploy it"],
  ["prod", "Deploy it (npx sls deploy --stage prod --region us-east-1), or give its --region."],
])("a stage without a stack: %s", async (stage, advice) => {
  const { code, stderr } = await runCli(["jobs", "--stage", stage], { env: aws.environment });
  expect(code).toBe(1);
  expect(stderr).toContain(`There is no stack pr-comment-automation-${stage} in us-east-1.`);
  expect(stderr).toContain(`\n${advice}`);
});

test("no document or file would fetch a package with the command's name from the registry", () => {
  expect(manifest.name).toMatch(/^@/);
  expect(manifest.private).toBe(true);
  const files = globSync(
    "{README.md,docs/**/*.md,resources/**/*.{yml,mjs},operator/**/*.{ts,js,html},{core,adapters,functions,scripts}/**/*.ts}",
    {
      cwd: root,
    },
  );
  expect(files.length).toBeGreaterThan(300);
  const fetching = files.filter((file) =>
    /np(x|m exec) pr-automation/.test(readFileSync(join(root, file), "utf8")),
  );
  expect(fetching).toEqual([]);
});
