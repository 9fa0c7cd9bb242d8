import { visibleText } from "../markdown/sanitize.ts";
import { estimateTokens } from "./prompt-budget.ts";
import { promptFrame } from "./prompt-frame.ts";
import {
  descriptionSection,
  diffSection,
  filesSection,
  noteTokens,
  type PromptSection,
  threadSection,
} from "./prompt-sections.ts";
import type { Coverage, EmployeeTask } from "./runner.ts";

interface Prompt {
  system: string;
  user: string;
  /** Files whose diff the prompt shows; null for an employee that gets no diff. */
  coverage: Coverage | null;
}

/** Shares of the input budget that the instructions leave. The diff gets the rest. */
const shares = { description: 0.1, files: 0.15, thread: 0.2 };
/** Tokens for the lines around the blocks. */
const overheadTokens = 300;

/** Returns the prompt of a task, estimated to stay within `budget.max_input_tokens`. */
export function buildPrompt(task: EmployeeTask): Prompt {
  const { employee, job_id, context } = task;
  const system = `${promptFrame(employee.title, job_id)}\n\n${employee.instructions.trim()}`;
  const request = requestText(task);
  const fixed = estimateTokens(system) + estimateTokens(request) + overheadTokens;
  const tokens = Math.max(0, employee.budget.max_input_tokens - fixed);

  const sections: PromptSection[] = [descriptionSection(context, Math.floor(tokens * shares.description))];
  const spent = (): number => sections.reduce((sum, section) => sum + cost(section), 0);
  if (employee.context.includes("files")) {
    sections.push(filesSection(context, Math.floor(tokens * shares.files)));
  }
  if (employee.context.includes("thread")) {
    sections.push(threadSection(context, Math.floor(tokens * shares.thread)));
  }
  if (employee.context.includes("diff")) {
    sections.push(diffSection(context, Math.max(0, tokens - spent() - noteTokens)));
  }
  const leftOut = sections.flatMap((section) => section.leftOut ?? []).join("\n");
  const blocks = [
    ...sections.map(({ name, text }) => promptBlock(name, job_id, text || "(empty)")),
    promptBlock("not-shown", job_id, leftOut || "(nothing was left out)"),
    promptBlock("request", job_id, request),
  ];
  const coverage = sections.find((section) => section.coverage)?.coverage ?? null;
  return { system, user: blocks.join("\n\n"), coverage };
}

const cost = ({ text, leftOut }: PromptSection): number =>
  estimateTokens(text) + estimateTokens(leftOut ?? "");

function requestText({ command, requested_by, employee }: EmployeeTask): string {
  const lines = [
    `${requested_by} wrote: ${command.name} ${visibleText(command.text).slice(0, 2000)}`.trimEnd(),
  ];
  const given = Object.entries(command.arguments);
  if (given.length > 0) lines.push(`Arguments: ${JSON.stringify(command.arguments).slice(0, 2000)}`);
  lines.push(`Task: ${employee.description}`);
  return lines.join("\n");
}

/**
 * Encloses untrusted text in two lines with the job's id. The id is removed from the text in any letter case, so the
 * text cannot end its block.
 */
function promptBlock(name: string, jobId: string, text: string): string {
  return `BEGIN ${name} ${jobId}\n${withoutId(text, jobId)}\nEND ${name} ${jobId}`;
}

function withoutId(text: string, jobId: string): string {
  const pattern = new RegExp(jobId.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "gi");
  return text.replace(pattern, "[id removed]");
}
