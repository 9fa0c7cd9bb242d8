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
    /** Only in these stages; null: in all. */
    stages: {
      type: ["array", "null"],
      default: null,
      minItems: 1,
      uniqueItems: true,
      description: "a list of stages, without duplicates",
      items: { type: "string", pattern: "^[a-z][a-z0-9-]{0,31}$", description: "the name of a stage" },
    },
    /** `functions/run-employee/main.ts` creates the runners that answer in its process. */
    runner: { enum: ["builtin", "model", "lambda", "webhook", "github-workflow"] },
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
    /** `webhook`: the endpoint that receives the task. */
    webhook: {
      type: ["object", "null"],
      default: null,
      additionalProperties: false,
      required: ["url"],
      description: "a map with the `url` of the endpoint",
      properties: {
        url: {
          type: "string",
          maxLength: 512,
          pattern: "^https://[^\\s/?#@]+(?:[/?][^\\s#]*)?$",
          description: "an https URL without credentials and fragment",
        },
      },
    },
    /** `lambda`: the function, and a role of another account that may invoke it. */
    lambda: {
      type: ["object", "null"],
      default: null,
      additionalProperties: false,
      required: ["function_arn"],
      description: "a map with the `function_arn`",
      properties: {
        function_arn: {
          type: "string",
          pattern:
            "^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\\d{12}:function:[A-Za-z0-9_-]{1,64}(?::[A-Za-z0-9$_-]{1,128})?$",
          description: "the ARN of a Lambda function, with or without version or alias",
        },
        role_arn: {
          type: ["string", "null"],
          default: null,
          pattern: "^arn:aws[a-z-]*:iam::\\d{12}:role/[A-Za-z0-9+=,.@_/-]{1,512}$",
          description: "the ARN of an IAM role",
        },
      },
    },
    /** `github-workflow`: a workflow with the trigger `workflow_dispatch`. */
    workflow: {
      type: ["object", "null"],
      default: null,
      additionalProperties: false,
      required: ["repository", "file"],
      description: "a map with the `repository` and the `file` of the workflow",
      properties: {
        repository: {
          type: "string",
          pattern: "^[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}$",
          description: "owner/name of a repository where the App is installed",
        },
        file: {
          type: "string",
          pattern: "^[A-Za-z0-9_.-]{1,100}\\.ya?ml$",
          description: "the name of a file in `.github/workflows`",
        },
        /** The branch or tag whose version of the file runs. */
        ref: {
          type: "string",
          default: "main",
          pattern: "^[A-Za-z0-9_./-]{1,200}$",
          description: "a branch or tag",
        },
      },
    },
    /** What a job does while another one of this employee on the same pull request is unfinished. */
    concurrency: { enum: ["queue", "supersede", "parallel"], default: "queue" },
    /** What a push to the pull request does to unfinished jobs. */
    on_push: { enum: ["keep", "cancel"], default: "keep" },
    /** From the start of the run to its result. `builtin`, `model` and `lambda`: at most 840. */
    timeout_seconds: {
      type: "integer",
      minimum: 5,
      maximum: 86_400,
      default: 300,
      description: "a whole number of seconds from 5 to 86400",
    },
    /** `webhook` and `github-workflow`: longest silence between the task, heartbeats and the result. */
    heartbeat_seconds: {
      type: "integer",
      minimum: 10,
      maximum: 3_600,
      default: 300,
      description: "a whole number of seconds from 10 to 3600",
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
        /** The most that one run may cost, in US dollars; null: what its tokens may cost at most. */
        max_dollars: {
          type: ["number", "null"],
          exclusiveMinimum: 0,
          maximum: 1_000,
          default: null,
          description: "a number of US dollars, at most 1000",
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
