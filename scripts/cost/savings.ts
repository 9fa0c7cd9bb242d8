import { commandsUse } from "./comment-use.ts";
import { idleUse } from "./idle-use.ts";
import { readStack, type Stack } from "./stack.ts";
import { total } from "./use.ts";

/** Options of resources/stages.yml that can be turned off, with the template's parameters behind them. */
const choices: { option: string; parameters: Record<string, string> }[] = [
  { option: "`edge: none`", parameters: { Edge: "none" } },
  { option: "`sloAlarms: no`", parameters: { SloAlarms: "no" } },
  { option: "`encryption: aws`", parameters: { Encryption: "aws" } },
  { option: "`analytics: no`", parameters: { Analytics: "no" } },
  { option: "`trail: no`", parameters: { Trail: "no" } },
  { option: "`audit: no`, `trail: no`", parameters: { Audit: "no", Trail: "no" } },
];

export interface Saving {
  option: string;
  /** US dollars saved per idle month. */
  idle: number;
  /** US dollars saved per 1,000 comments. */
  commands: number;
}

/** Returns what each option would save by itself, the largest saving first. */
export function savingsOf(template: unknown): Saving[] {
  const full = costsOf(readStack(template));
  const warm = idleUse(readStack(template)).warmGbSecond ?? 0;
  const savings = choices.map(({ option, parameters }) => {
    const less = costsOf(readStack(template, parameters));
    return { option, idle: full.idle - less.idle, commands: full.commands - less.commands };
  });
  // The framework itself omits the warm instances; the template has no parameter for them.
  savings.push({ option: "`provisionedConcurrency: 0`", idle: total({ warmGbSecond: warm }), commands: 0 });
  return savings.toSorted((one, other) => other.idle + other.commands - one.idle - one.commands);
}

function costsOf(stack: Stack): Omit<Saving, "option"> {
  return { idle: total(idleUse(stack)), commands: total(commandsUse(stack, 1000)) };
}
