import { commandNamePattern } from "../commands/command-names.ts";
import { type Permission, permissions } from "../github/permission.ts";
import { modelAliasPattern } from "./model-aliases.ts";

const grantable: Permission[] = permissions.filter((permission) => permission !== "none");

/** Kebab-case; part of job IDs and metrics. The schema limits the length. */
export const employeeNamePattern = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$";

const oneLine = "^[^\\r\\n]*\\S[^\\r\\n]*$";

/**
 * The front matter of `workflows/employees/<name>.md` with all defaults; the type Employee follows from it. Checked when the
 * project is built, never at run time.
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
    /** One line, shown by `/help`. */
    description: {
      type: "string",
      maxLength: 200,
      pattern: oneLine,
      description: "one line of at most 200 characters",
    },
    /** Command names without the slash, the main one first. */
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
    /** `functions/run-employee/main.ts` creates the runner of each name. */
    runner: { enum: ["builtin", "model"] },
    /** An alias of `workflows/models.yml` in the roster; the resolved model name for a runner; null for `builtin`. */
    model: {
      type: ["string", "null"],
      default: null,
      pattern: modelAliasPattern,
      description: "an alias of `workflows/models.yml`",
    },
    minimum_permission: { enum: grantable, default: "write" },
    /** `allowed`: runs on pull requests from forks without `/ok-to-run <commit>`. */
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
    /** Parts of the frozen context that it gets. */
    context: {
      type: "array",
      uniqueItems: true,
      default: [],
      description: "a list of parts of the context, without duplicates",
      items: { enum: ["files", "diff", "thread"] },
    },
    /** JSON Schema of the command's arguments; null if it takes none. */
    arguments: {
      type: ["object", "null"],
      default: null,
      required: ["type"],
      properties: { type: { const: "object" }, additionalProperties: { default: false } },
      description: "a JSON Schema of type object, or null",
    },
  },
} as const;
