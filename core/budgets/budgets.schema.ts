import { employeeNamePattern } from "../roster/employee.schema.ts";

const dollars = {
  type: ["number", "null"],
  minimum: 0,
  maximum: 1_000_000,
  description: "a number of US dollars from 0 to 1000000, or null for no limit",
} as const;

const scopeOf = (pattern: string, names: string) =>
  ({
    type: "object",
    additionalProperties: false,
    default: {},
    description: "a map with `dollars` and `overrides`",
    properties: {
      dollars: { ...dollars, default: null },
      overrides: {
        type: "object",
        default: {},
        propertyNames: { pattern },
        additionalProperties: dollars,
        description: `a limit by ${names}`,
      },
    },
  }) as const;

/** `workflows/budgets.yml`: see BudgetLimits. Checked when the project is built, never at run time. */
export const budgetsSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    // A login may end in `[bot]`.
    person: scopeOf("^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\\[bot\\])?$", "login"),
    employee: scopeOf(employeeNamePattern, "name of an employee"),
    repository: scopeOf("^[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}$", "owner/name of a repository"),
    stage: scopeOf("^[a-z][a-z0-9-]{0,31}$", "name of a stage"),
  },
} as const;
