import type { employeeSchema } from "./employee.schema.ts";

/** One employee: the front matter of `workflows/employees/<name>.md` and the text below it. */
export interface Employee extends Value<typeof employeeSchema> {
  /** The Markdown below the front matter. */
  instructions: string;
}

export type RunnerName = Employee["runner"];

/** The runners that answer in the process of `run-employee`. */
export const ownRunners = ["builtin", "model"] as const satisfies readonly RunnerName[];

export type OwnRunnerName = (typeof ownRunners)[number];

/** The longest time in seconds that one invocation of a function waits for an employee. */
export const longestInvocation = 840;

/** Returns whether a runner answers in the process of `run-employee`. */
export function isOwnRunner(runner: RunnerName): runner is OwnRunnerName {
  return ownRunners.some((own) => own === runner);
}

interface Values {
  string: string;
  integer: number;
  number: number;
  object: Record<string, unknown>;
  null: null;
}

/** The values that a schema accepts, with its defaults filled in. Knows the keywords that `employeeSchema` uses. */
type Value<Schema> = Schema extends { enum: readonly (infer Option)[] }
  ? Option
  : Schema extends { type: "array"; items: infer Item }
    ? Value<Item>[]
    : Schema extends { type: "object"; properties: infer Properties }
      ? { -readonly [Name in keyof Properties]: Value<Properties[Name]> }
      : Schema extends {
            type: readonly ["object", "null"];
            additionalProperties: false;
            properties: infer Properties;
          }
        ? { -readonly [Name in keyof Properties]: Value<Properties[Name]> } | null
        : Schema extends { type: readonly ["array", "null"]; items: infer Item }
          ? Value<Item>[] | null
          : Schema extends { type: keyof Values }
            ? Values[Schema["type"]]
            : Schema extends { type: readonly (infer Type extends keyof Values)[] }
              ? Values[Type]
              : never;
