/**
 * Mutation testing of one group of files: `npm run test:mutation` says which, and checks what comes out.
 * https://stryker-mutator.io/docs/stryker-js/configuration/
 */
import { groupOfRun } from "./tests/mutation/groups.ts";

/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  mutate: [...groupOfRun().mutate],
  testRunner: "jest",
  testRunnerNodeArgs: ["--disable-warning=ExperimentalWarning"],
  coverageAnalysis: "perTest",
  jest: {
    projectType: "custom",
    configFile: "tests/mutation/jest.config.mjs",
    enableFindRelatedTests: true,
  },
  concurrency: 2,
  // Node keeps the modules of every run.
  maxTestRunnerReuse: 50,
  // Endless loops are told by how often they turn; the time is for machines that have other things to do.
  timeoutMS: 10_000,
  tempDirName: ".local/stryker/sandboxes",
  // tsconfig.json stays out because Stryker would rewrite it with an API that the native TypeScript does not have.
  ignorePatterns: [
    ".local",
    ".serverless",
    ".esbuild",
    "coverage",
    "docs",
    "local/github/page",
    "tsconfig.json",
  ],
  reporters: ["json", "progress"],
  jsonReporter: { fileName: groupOfRun().report },
};
