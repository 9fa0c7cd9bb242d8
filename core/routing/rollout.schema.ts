import { commandNamePattern } from "../commands/command-names.ts";
import { sourceKinds } from "../github/pull-request.ts";

export type { RolloutPolicy } from "./routing-policy.ts";

export const globs = {
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

export const commands = {
  type: "array",
  minItems: 1,
  description: "a list of command names",
  items: {
    type: "string",
    pattern: commandNamePattern,
    description: "a command name in lower case, without the slash",
  },
} as const;

const mode = { enum: ["off", "shadow", "shadow-run", "canary", "active"] } as const;

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
          items: { enum: sourceKinds },
        },
        commands,
      },
    },
    mode,
    percentage,
  },
} as const;

/** The rollout in `workflows/routing.yml`, where each property has a default. */
export const rolloutProperties = {
  default: { ...mode, default: "active" },
  canary_percentage: { ...percentage, default: 0 },
  rules: { type: "array", default: [], items: rolloutRule },
} as const;

/** A complete rollout, as an operator sets it: see RolloutPolicy. */
export const rolloutPolicySchema = {
  $id: "rollout-policy",
  type: "object",
  additionalProperties: false,
  required: ["default", "canary_percentage", "rules"],
  properties: rolloutProperties,
} as const;
