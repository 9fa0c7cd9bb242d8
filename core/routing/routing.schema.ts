import { commandNamePattern } from "../commands/command-names.ts";
import { permissions } from "../github/permission.ts";
import { employeeNamePattern } from "../roster/employee.schema.ts";
import { commands, globs, rolloutProperties } from "./rollout.schema.ts";

const names = {
  type: "array",
  minItems: 1,
  description: "a list of names",
  items: { type: "string", minLength: 1, maxLength: 256, description: "a name" },
} as const;

const login = { type: "string", minLength: 1, description: "a login, such as `renovate[bot]`" } as const;

const bots = {
  type: "array",
  default: [],
  items: {
    type: ["string", "object"],
    description: "a login, such as `renovate[bot]`, or a map with `login` and `permission`",
    minLength: 1,
    additionalProperties: false,
    required: ["login", "permission"],
    properties: { login, permission: { enum: permissions.filter((level) => level !== "none") } },
  },
} as const;

const foreignCommands = {
  type: "array",
  uniqueItems: true,
  default: [],
  description: "a list of command names, without duplicates",
  items: {
    type: "string",
    pattern: commandNamePattern,
    description: "a command name without the slash",
  },
} as const;

const rule = {
  type: "object",
  additionalProperties: false,
  required: ["name", "when", "employees"],
  properties: {
    name: { type: "string", minLength: 1, maxLength: 64, description: "a name of 1 to 64 characters" },
    when: {
      type: "object",
      additionalProperties: false,
      minProperties: 1,
      description: "a map with at least one condition",
      properties: {
        repos: globs,
        base_branches: globs,
        commands,
        labels: names,
        paths: globs,
        owners: names,
      },
    },
    employees: {
      type: "array",
      minItems: 1,
      uniqueItems: true,
      description: "a list of employees, without duplicates",
      items: { type: "string", pattern: employeeNamePattern, description: "the name of an employee" },
    },
  },
} as const;

/** `workflows/routing.yml`: see RoutingPolicy. Checked when the project is built, never at run time. */
export const routingSchema = {
  type: "object",
  additionalProperties: false,
  required: ["version"],
  properties: {
    version: { const: 1 },
    repositories: {
      type: "object",
      additionalProperties: false,
      default: {},
      properties: { allow: { ...globs, default: ["**"] } },
    },
    triggers: {
      type: "array",
      minItems: 1,
      uniqueItems: true,
      default: ["created"],
      description: "a list of actions, without duplicates",
      items: { enum: ["created", "edited", "submitted"] },
    },
    bots: {
      type: "object",
      additionalProperties: false,
      default: {},
      properties: { allow: bots },
    },
    hints: {
      type: "object",
      additionalProperties: false,
      default: {},
      properties: { never_for: foreignCommands },
    },
    rollout: {
      type: "object",
      additionalProperties: false,
      default: {},
      properties: rolloutProperties,
    },
    rules: { type: "array", default: [], items: rule },
  },
} as const;
