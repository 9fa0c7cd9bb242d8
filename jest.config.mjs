const transform = {
  "^.+\\.ts$": [
    "@swc/jest",
    { jsc: { parser: { syntax: "typescript" }, target: "es2024" }, module: { type: "es6" } },
  ],
};

const common = {
  transform,
  modulePathIgnorePatterns: ["<rootDir>/.esbuild", "<rootDir>/.serverless", "<rootDir>/.local"],
};

/** Node loads the modules, and packages once per process: tests/jest. */
const project = {
  ...common,
  runtime: "<rootDir>/tests/jest/runtime.ts",
  testEnvironment: "<rootDir>/tests/jest/environment.ts",
};

/** @type {import("jest").Config} */
export default {
  projects: [
    {
      ...project,
      displayName: "unit",
      testMatch: ["<rootDir>/tests/{unit,handlers,stack,soak}/**/*.test.ts"],
    },
    {
      ...project,
      displayName: "faults",
      testMatch: ["<rootDir>/tests/faults/**/*.test.ts"],
    },
    {
      ...common,
      // In processes of its own, in which every test file loads packages again: V8 counts the steps of scripts that it
      // compiles after the counting began, and looks at every script of the process for it.
      testEnvironment: "node",
      extensionsToTreatAsEsm: [".ts"],
      displayName: "hostile",
      testMatch: ["<rootDir>/tests/hostile/**/*.test.ts"],
    },
    {
      ...project,
      displayName: "e2e",
      testMatch: ["<rootDir>/tests/e2e/**/*.test.ts"],
      globalSetup: "<rootDir>/tests/e2e/setup.ts",
      globalTeardown: "<rootDir>/tests/e2e/teardown.ts",
    },
    {
      ...project,
      displayName: "processes",
      testMatch: ["<rootDir>/tests/processes/**/*.test.ts"],
    },
  ],
  testTimeout: 150_000,
  collectCoverageFrom: ["{core,adapters,functions,middleware}/**/*.ts", "!**/*.d.ts", "!functions/*/main.ts"],
  coverageReporters: ["text-summary", "lcov"],
};
