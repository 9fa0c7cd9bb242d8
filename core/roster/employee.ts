import type { Permission } from "../github/permission.ts";

/** The runners that a roster file may name. `functions/run-employee/main.ts` creates them. */
export const runnerNames = ["builtin", "model"] as const;

export type RunnerName = (typeof runnerNames)[number];

/** Kebab-case; part of job IDs and metrics. The schema limits the length. */
export const employeeNamePattern = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$";

/** One employee: the front matter and the text of `workflows/employees/<name>.md`. */
export interface Employee {
  /** Kebab-case, at most 32 characters; part of job IDs and metrics. */
  name: string;
  title: string;
  /** One line, shown by `/help`. */
  description: string;
  /** Command names without the slash, the main one first. */
  commands: string[];
  runner: RunnerName;
  /** An alias of `workflows/models.yml` in the roster; the resolved model name for a runner; null for `builtin`. */
  model: string | null;
  minimum_permission: Permission;
  /** `allowed`: runs on pull requests from forks without `/ok-to-run <commit>`. */
  forks: "allowed" | "approval";
  timeout_seconds: number;
  budget: { max_input_tokens: number; max_output_tokens: number };
  /** Parts of the frozen context that it gets. */
  context: ("files" | "diff" | "thread")[];
  /** JSON Schema of the command's arguments; null if it takes none. */
  arguments: Record<string, unknown> | null;
  /** The Markdown below the front matter. */
  instructions: string;
}
