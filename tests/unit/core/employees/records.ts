import type { PullRequestContext } from "../../../../core/employees/pull-request-context.ts";
import type { EmployeeTask } from "../../../../core/employees/runner.ts";
import type { ChangedFile } from "../../../../core/github/pull-request.ts";
import type { Employee } from "../../../../core/roster/employee.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";

export function changedFile(fields: Partial<ChangedFile> = {}): ChangedFile {
  return {
    path: "src/index.ts",
    previous_path: null,
    status: "modified",
    additions: 3,
    deletions: 1,
    patch: "@@ -1,2 +1,4 @@\n+const a = 1;",
    ...fields,
  };
}

export function pullRequestContext(fields: Partial<PullRequestContext> = {}): PullRequestContext {
  return {
    version: 1,
    repo: "octo/demo",
    pr_number: 7,
    title: "Add tokens",
    body: "Adds token handling.",
    author: "mona",
    labels: ["security"],
    base_branch: "main",
    base_sha: "b".repeat(40),
    head_sha: "abcdef0123456789abcdef0123456789abcdef01",
    files: [changedFile()],
    files_truncated: false,
    thread: [{ author: "hubot", body: "Please look.", created_at: "2026-11-01T10:00:00Z" }],
    frozen_at: "2026-11-01T10:05:00Z",
    ...fields,
  };
}

export function employee(fields: Partial<Employee> = {}): Employee {
  return anEmployee({
    name: "security",
    title: "Security reviewer",
    description: "Reviews the change for weaknesses.",
    commands: ["security"],
    runner: "model",
    model: "anthropic/claude-sonnet-4-5",
    budget: { max_input_tokens: 20_000, max_output_tokens: 1500, max_dollars: null },
    context: ["files", "diff", "thread"],
    instructions: "Look for injection.",
    ...fields,
  });
}

export function employeeTask(fields: Partial<EmployeeTask> = {}): EmployeeTask {
  return {
    job_id: "abcdefghijklmnopqrstuvwxyz-security",
    attempt: 1,
    employee: employee(),
    command: { name: "security", text: "review the tokens", arguments: {} },
    requested_by: "octocat",
    context: pullRequestContext(),
    ...fields,
  };
}
