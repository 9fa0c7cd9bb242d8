const transform = {
  "^.+\\.ts$": [
    "@swc/jest",
    { jsc: { parser: { syntax: "typescript" }, target: "es2024" }, module: { type: "es6" } },
  ],
};

const project = {
  testEnvironment: "node",
  extensionsToTreatAsEsm: [".ts"],
  transform,
  modulePathIgnorePatterns: ["<rootDir>/.esbuild", "<rootDir>/.serverless", "<rootDir>/.local"],
};

/** @type {import("jest").Config} */
export default {
  projects: [
    {
      ...project,
      displayName: "unit",
      testMatch: ["<rootDir>/tests/{unit,handlers,stack}/**/*.test.ts"],
    },
    {
      ...project,
      displayName: "faults",
      testMatch: ["<rootDir>/tests/faults/**/*.test.ts"],
    },
    {
      ...project,
      // In processes of its own: to count steps, V8 looks at every script that a process has loaded.
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
      testMatch: ["<rootDir>/tests/{processes,soak}/**/*.test.ts"],
    },
  ],
  testTimeout: 150_000,
  collectCoverageFrom: ["{core,adapters,functions,middleware}/**/*.ts", "!**/*.d.ts", "!functions/*/main.ts"],
  coverageReporters: ["text-summary", "lcov"],
};
