import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Repository, WorkflowRun } from "../state/records.ts";
import { changeWorkflowRun } from "../state/workflow-runs.ts";
import { type ExpressionContext, interpolate } from "./expressions.ts";
import type { Workflow, WorkflowStep } from "./read-workflow.ts";

/** GitHub's commands for these names: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax */
const shells: Record<string, string> = {
  bash: "bash --noprofile --norc -eo pipefail {0}",
  sh: "sh -e {0}",
};

const maxLogCharacters = 100_000;

/** Runs the steps of a workflow as processes of this machine, until one fails or the signal cancels the run. */
export async function runWorkflow(
  { repository, run, workflow, base }: RunningWorkflow,
  signal: AbortSignal,
): Promise<void> {
  if (!changeWorkflowRun(run, { status: "in_progress" })) return;
  const directory = await mkdtemp(join(tmpdir(), "workflow-run-"));
  try {
    const eventPath = join(directory, "event.json");
    const event = { inputs: run.inputs, ref: `refs/heads/${run.branch}`, workflow: run.path };
    await writeFile(eventPath, JSON.stringify(event));
    const context = { inputs: run.inputs, secrets: Object.fromEntries(repository.secrets) };
    const variables = { ...environmentOf(repository, run, base), GITHUB_EVENT_PATH: eventPath };
    let succeeded = true;
    for (const step of workflow.steps) {
      run.log += `## ${step.name}\n`;
      succeeded = await runStep(step, { context, directory, run, variables, signal });
      if (!succeeded) break;
    }
    changeWorkflowRun(run, { status: "completed", conclusion: succeeded ? "success" : "failure" });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

export interface RunningWorkflow {
  repository: Repository;
  run: WorkflowRun;
  workflow: Workflow;
  /** The simulator's own URL. */
  base: string;
}

function environmentOf(repository: Repository, run: WorkflowRun, base: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "",
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_API_URL: base,
    GITHUB_EVENT_NAME: "workflow_dispatch",
    GITHUB_REPOSITORY: repository.fullName,
    GITHUB_RUN_ID: String(run.id),
    GITHUB_SERVER_URL: base,
    GITHUB_SHA: run.headSha,
  };
}

interface StepRun {
  context: ExpressionContext;
  directory: string;
  run: WorkflowRun;
  variables: Record<string, string>;
  signal: AbortSignal;
}

/** Returns whether the step succeeded. */
async function runStep(step: WorkflowStep, { context, directory, run, variables, signal }: StepRun) {
  const print = (text: unknown) => {
    run.log = `${run.log}${text}`.slice(0, maxLogCharacters);
  };
  if (step.run === null) {
    print("The simulated Actions run only `run` steps.\n");
    return false;
  }
  try {
    const script = join(directory, "step");
    await writeFile(script, interpolate(step.run, context));
    const [command = "", ...words] = (shells[step.shell] ?? step.shell).split(" ");
    const values = Object.entries(step.env).map(([name, value]) => [name, interpolate(value, context)]);
    const child = spawn(
      command,
      words.map((word) => word.replace("{0}", script)),
      { cwd: directory, env: { ...variables, ...Object.fromEntries(values) }, signal },
    );
    child.stdout.on("data", print);
    child.stderr.on("data", print);
    return await new Promise<boolean>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve(code === 0));
    });
  } catch (error) {
    print(`${error instanceof Error ? error.message : error}\n`);
    return false;
  }
}
