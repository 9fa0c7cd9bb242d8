import { expect, test } from "@jest/globals";
import { createEmployeeSecrets } from "../../../../adapters/secrets/employee-secrets.ts";

const versions = { current: "new", previous: "old", pending: "next" };

test("reads each employee's secret by its name, the current value first, and never the pending one", async () => {
  const opened: string[] = [];
  const secrets = createEmployeeSecrets("service/dev/employees/", (id) => {
    opened.push(id);
    return { readAll: async () => versions, refresh: async () => null };
  });

  expect(await secrets.read("legacy")).toEqual(["new", "old"]);
  expect(await secrets.read("legacy")).toEqual(["new", "old"]);
  await secrets.read("lint");
  expect(opened).toEqual(["service/dev/employees/legacy", "service/dev/employees/lint"]);
  expect(secrets.idOf("legacy")).toBe("service/dev/employees/legacy");
});

test("a day after a rotation, only the current value is valid", async () => {
  const secrets = createEmployeeSecrets("p/", () => ({
    readAll: async () => ({ ...versions, previous: null }),
    refresh: async () => ({ ...versions, previous: null }),
  }));

  expect(await secrets.read("legacy")).toEqual(["new"]);
  expect(await secrets.refresh("legacy")).toEqual(["new"]);
});

test("a refresh that was too recent returns null", async () => {
  const secrets = createEmployeeSecrets("p/", () => ({
    readAll: async () => versions,
    refresh: async () => null,
  }));

  expect(await secrets.refresh("legacy")).toBeNull();
});
