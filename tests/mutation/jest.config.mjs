import { resolve } from "node:path";
import jest from "../../jest.config.mjs";
import { groupOfRun } from "./groups.ts";

const { displayName: _, ...unit } = jest.projects.find(({ displayName }) => displayName === "unit");

/** The unit tests of the mutated group. @type {import("jest").Config} */
export default {
  ...unit,
  rootDir: "../..",
  // Stryker wraps it, and knows nothing of <rootDir>.
  testEnvironment: resolve(import.meta.dirname, "../jest/environment.ts"),
  testMatch: groupOfRun().tests.map((glob) => `<rootDir>/${glob}`),
  setupFiles: ["<rootDir>/tests/mutation/properties.ts"],
  // Jest would search the rest of a sandbox for each mutant.
  roots: ["core", "adapters", "functions", "middleware", "operator", "local", "scripts", "tests"].map(
    (folder) => `<rootDir>/${folder}`,
  ),
  testTimeout: jest.testTimeout,
};
