import { commandNamePattern, employeeNamePattern } from "../roster/names.ts";

const globs = {
  type: "array",
  minItems: 1,
  description: "a list of globs, such as `infra/**`",
  items: {
    type: "string",
    minLength: 1,
    maxLength: 256,
    pattern: "^[^!]",
    description: "a glob: `*`, `**` and `?`; `!` is not supported",
  },
} as const;

const names = {
  type: "array",
  minItems: 1,
  description: "a list of names",
  items: { type: "string", minLength: 1, maxLength: 256, description: "a name" },
} as const;

const commands = {
  type: "array",
  minItems: 1,
  description: "a list of command names",
  items: {
    type: "string",
    pattern: commandNamePattern,
    description: "a command name in lower case, without the slash",
  },
} as const;

const logins = {
  type: "array",
  default: [],
  items: { type: "string", minLength: 1, description: "a login, such as `renovate[bot]`" },
} as const;

const mode = { enum: ["off", "shadow", "canary", "active"] } as const;

const percentage = {
  type: "number",
  minimum: 0,
  maximum: 100,
  description: "a number from 0 to 100",
} as const;

const rolloutRule = {
  type: "object",
  additionalProperties: false,
  required: ["when", "mode"],
  properties: {
    when: {
      type: "object",
      additionalProperties: false,
      minProperties: 1,
      description: "a map with at least one condition",
      properties: {
        repos: globs,
        events: {
          type: "array",
          minItems: 1,
          items: { enum: ["issue_comment", "pull_request_review_comment", "pull_request_review"] },
        },
        commands,
      },
    },
    mode,
    percentage,
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
      description: "a list of different employees",
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
      description: "a list of different actions",
      items: { enum: ["created", "edited", "submitted"] },
    },
    bots: {
      type: "object",
      additionalProperties: false,
      default: {},
      properties: { allow: logins },
    },
    rollout: {
      type: "object",
      additionalProperties: false,
      default: {},
      properties: {
        default: { ...mode, default: "active" },
        canary_percentage: { ...percentage, default: 0 },
        rules: { type: "array", default: [], items: rolloutRule },
      },
    },
    rules: { type: "array", default: [], items: rule },
  },
} as const;
