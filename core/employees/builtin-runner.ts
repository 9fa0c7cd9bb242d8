import { slugOf } from "../commands/parse-comment.ts";
import { PermanentError } from "../errors.ts";
import { explanationMarkdown } from "../explain/explanation-markdown.ts";
import { actionText } from "../job-actions/action-text.ts";
import type { PullRequestContext } from "./pull-request-context.ts";
import type { Runner } from "./runner.ts";
import { statusTable } from "./status-table.ts";
import { summarizePullRequest } from "./summary.ts";

/** Creates the runner of the employees that are code in this project, selected by the employee's name. */
export function createBuiltinRunner({ helpText }: { helpText: (app: string | null) => string }): Runner {
  const builtins = new Map<string, (context: PullRequestContext) => string>([
    ["summary", summarizePullRequest],
    ["help", ({ app }) => helpText(app === undefined ? null : slugOf(app))],
    ["status", statusTable],
    ["cancel", ({ order }) => actionText(order)],
    ["retry", ({ order }) => actionText(order)],
    ["explain", ({ explained }) => explanationMarkdown(explained)],
  ]);

  return async ({ employee, context }) => {
    const answer = builtins.get(employee.name);
    if (!answer) {
      throw new PermanentError("builtin_unknown", `No built-in employee is named ${employee.name}`);
    }
    return { outcome: "answered", markdown: answer(context), usage: null };
  };
}
