import { parse } from "yaml";
import { asRecord, isRecord } from "../../../core/json-value.ts";

export interface WorkflowStep {
  name: string;
  /** Null for a step that uses an action. */
  run: string | null;
  shell: string;
  env: Record<string, string>;
}

export interface Workflow {
  name: string;
  /** Template of the run's title; null: the workflow's name. */
  runName: string | null;
  /** Null if `workflow_dispatch` does not start it. */
  inputs: { name: string; required: boolean; default: string | null }[] | null;
  steps: WorkflowStep[];
}

/** Reads the parts of a workflow file that the simulator supports: the `run` steps of its jobs, one after another. */
export function readWorkflow(path: string, text: string): Workflow {
  const file = asRecord(parse(text));
  const jobs = Object.values(asRecord(file.jobs)).map(asRecord);
  return {
    name: textOf(file.name) ?? path,
    runName: textOf(file["run-name"]),
    inputs: dispatchInputs(file.on),
    steps: jobs.flatMap((job) => {
      const steps = Array.isArray(job.steps) ? job.steps.map(asRecord) : [];
      return steps.map((step) => toStep(step, { ...envOf(file.env), ...envOf(job.env) }));
    }),
  };
}

function dispatchInputs(triggers: unknown): Workflow["inputs"] {
  const names = Array.isArray(triggers) ? triggers : [triggers];
  if (names.includes("workflow_dispatch")) return [];
  if (!isRecord(triggers) || !("workflow_dispatch" in triggers)) return null;
  const { inputs } = asRecord(triggers.workflow_dispatch);
  return Object.entries(asRecord(inputs)).map(([name, value]) => {
    const { required, default: preset } = asRecord(value);
    return { name, required: required === true, default: textOf(preset) };
  });
}

function toStep(step: Record<string, unknown>, env: Record<string, string>): WorkflowStep {
  const run = textOf(step.run);
  return {
    name: textOf(step.name) ?? textOf(step.uses) ?? "Run",
    run,
    shell: textOf(step.shell) ?? "bash -e {0}",
    env: { ...env, ...envOf(step.env) },
  };
}

function envOf(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(asRecord(value)).map(([name, one]) => [name, String(one)]));
}

function textOf(value: unknown): string | null {
  return value === undefined || value === null ? null : String(value);
}
