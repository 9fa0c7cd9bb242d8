import { expect, test } from "@jest/globals";
import { commandNames, findEmployees } from "../../../../core/roster/roster.ts";
import { anEmployee } from "../routing/policy.ts";

const security = anEmployee("security", { commands: ["security", "sec"] });
const docs = anEmployee("docs");

test("employees are found by any of their commands", () => {
  expect(findEmployees([security, docs], "sec")).toEqual([security]);
  expect(findEmployees([security, docs], "review")).toEqual([]);
  expect(commandNames([security, docs, docs])).toEqual(["security", "sec", "docs"]);
});
