import { resolve } from "node:path";
import jest from "../../jest.config.mjs";
import { groupOfRun } from "./groups.ts";

const { displayName: _, ...unit } = jest.projects.find(({ displayName }) => displayName === "unit");

/** The unit tests, cut down to those of the group that is mutated. @type {import("jest").Config} */
export default {
  ...unit,
  rootDir: "../..",
  // Stryker wraps it, and knows nothing of <rootDir>.
  testEnvironment: resolve(import.meta.dirname, "../jest/environment.ts"),
  testMatch: groupOfRun().tests.map((glob) => `<rootDir>/${glob}`),
  setupFiles: ["<rootDir>/tests/mutation/properties.ts"],
  // What else a sandbox holds would be looked through for each mutant.
  roots: ["core", "adapters", "functions", "middleware", "operator", "local", "scripts", "tests"].map(
    (folder) => `<rootDir>/${folder}`,
  ),
  testTimeout: jest.testTimeout,
};
