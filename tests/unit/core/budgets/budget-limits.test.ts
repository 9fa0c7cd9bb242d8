import { describe, expect, test } from "@jest/globals";
import { budgetsOf } from "../../../../core/budgets/budget-limits.ts";
import { daily, someLimits } from "../../../fakes/records/budget.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { aJob } from "../../../fakes/records/job.ts";

const employee = anEmployee({ name: "security", title: "Security" });

function budgetsWith(limits: Parameters<typeof someLimits>[0], job = aJob()) {
  return budgetsOf(job, employee, { budgetLimits: someLimits(limits), stage: "prod" });
}

describe("the budgets of a job", () => {
  test("are none without limits", () => {
    expect(budgetsWith({})).toEqual([]);
  });

  test("have the ids of the sender and the repository, and are the narrowest first", () => {
    const all = {
      person: daily(1),
      employee: daily(2),
      repository: daily(3),
      stage: daily(4),
    };
    expect(budgetsWith(all)).toEqual([
      { key: "person#11", scope: "person", name: "octavia", limit: 1_000_000 },
      { key: "employee#security", scope: "employee", name: "Security", limit: 2_000_000 },
      { key: "repository#77", scope: "repository", name: "octo-demo/payments", limit: 3_000_000 },
      { key: "stage#prod", scope: "stage", name: "prod", limit: 4_000_000 },
    ]);
  });

  test("have the limit of an override, whatever the case of its name", () => {
    const person = { dollars: 5, overrides: { OctaVia: 20 } };
    const repository = { dollars: null, overrides: { "Octo-Demo/Payments": 7.5 } };
    expect(budgetsWith({ person, repository })).toMatchObject([{ limit: 20_000_000 }, { limit: 7_500_000 }]);
    const mona = aJob({ sender: { login: "mona", id: 12, type: "User" } });
    expect(budgetsWith({ person }, mona)).toMatchObject([{ limit: 5_000_000 }]);
  });

  test("lack those that an override frees, and have those that may spend nothing", () => {
    expect(budgetsWith({ person: { dollars: 5, overrides: { octavia: null } } })).toEqual([]);
    expect(budgetsWith({ person: daily(0) })).toMatchObject([{ limit: 0 }]);
  });
});
