import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../run/command.ts";
import type { Run } from "../run/run.ts";
import { projectRoot } from "../service/paths.ts";

/** A test file that imports one of these tests the laptop itself: how it starts and stops, and its page. */
const laptopOnly = ["./start-stack.ts", "./browser.ts", "./console/open-console.ts"];
/** A deployed stage calls public addresses only, and this machine has none for a bot. */
const botHere = "webhook-employee.test.ts";

interface Results {
  numTotalTests: number;
  numPassedTests: number;
}

/** Runs the end-to-end suite against the deployed stack, whose address and secret are in the environment. */
export async function runEndToEnd(
  run: Run,
  env: Record<string, string>,
  say: (text: string) => void,
): Promise<void> {
  const folder = join(projectRoot, "tests/e2e");
  const files = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
  const isLaptops = (name: string) => {
    const text = readFileSync(join(folder, name), "utf8");
    return name === botHere || laptopOnly.some((module) => text.includes(`from "${module}"`));
  };
  const selected = files.filter((name) => !isLaptops(name));
  const results = join(run.folder, "e2e.json");
  const jest = ["node_modules/jest/bin/jest.js", "--selectProjects", "e2e", "--runInBand"];
  const output = ["--json", `--outputFile=${results}`];
  const paths = ["--runTestsByPath", ...selected.map((name) => join("tests/e2e", name))];
  const args = ["--disable-warning=ExperimentalWarning", ...jest, ...output, ...paths];
  const program = process.execPath;
  await runCommand(run, { program, args, cwd: projectRoot, env, log: "e2e.log" }, 1_500);

  const { numTotalTests, numPassedTests } = JSON.parse(readFileSync(results, "utf8")) as Results;
  if (numTotalTests === 0 || numPassedTests !== numTotalTests) {
    throw new Error(`${numPassedTests} of ${numTotalTests} tests passed`);
  }
  say(`${numPassedTests} tests in ${selected.join(", ")}`);
  say(`about the laptop: ${files.filter(isLaptops).join(", ")}`);
}
