import { commandNamePattern } from "../commands/command-names.ts";
import { permissions } from "../github/permission.ts";
import { employeeNamePattern, runnerNames } from "./employee.ts";
import { modelAliasPattern } from "./model-aliases.ts";

const oneLine = "^[^\\r\\n]*\\S[^\\r\\n]*$";

/**
 * The front matter of `workflows/employees/<name>.md`: see Employee. Holds all defaults. Checked when the project is built,
 * never at run time.
 */
export const employeeSchema = {
  type: "object",
  additionalProperties: false,
  required: ["name", "title", "description", "commands", "runner"],
  properties: {
    name: {
      type: "string",
      maxLength: 32,
      pattern: employeeNamePattern,
      description: "kebab-case of at most 32 characters, the name of the file without `.md`",
    },
    title: {
      type: "string",
      maxLength: 64,
      pattern: oneLine,
      description: "one line of at most 64 characters",
    },
    description: {
      type: "string",
      maxLength: 200,
      pattern: oneLine,
      description: "one line of at most 200 characters",
    },
    commands: {
      type: "array",
      minItems: 1,
      uniqueItems: true,
      description: "a list of at least one command name, without duplicates",
      items: {
        type: "string",
        pattern: commandNamePattern,
        description:
          "a command name without the slash: lower case letters, digits and hyphens, at most 32 characters",
      },
    },
    runner: { enum: runnerNames },
    model: {
      type: ["string", "null"],
      default: null,
      pattern: modelAliasPattern,
      description: "an alias of `workflows/models.yml`",
    },
    minimum_permission: { enum: permissions.filter((permission) => permission !== "none"), default: "write" },
    forks: { enum: ["allowed", "approval"], default: "approval" },
    timeout_seconds: {
      type: "integer",
      minimum: 5,
      maximum: 840,
      default: 300,
      description: "a whole number of seconds from 5 to 840",
    },
    budget: {
      type: "object",
      additionalProperties: false,
      default: {},
      properties: {
        max_input_tokens: {
          type: "integer",
          minimum: 1,
          default: 100_000,
          description: "a whole number of tokens",
        },
        max_output_tokens: {
          type: "integer",
          minimum: 1,
          default: 4_000,
          description: "a whole number of tokens",
        },
      },
    },
    context: {
      type: "array",
      uniqueItems: true,
      default: [],
      description: "a list of parts of the context, without duplicates",
      items: { enum: ["files", "diff", "thread"] },
    },
    arguments: {
      type: ["object", "null"],
      default: null,
      required: ["type"],
      properties: { type: { const: "object" }, additionalProperties: { default: false } },
      description: "a JSON Schema of type object, or null",
    },
  },
} as const;
