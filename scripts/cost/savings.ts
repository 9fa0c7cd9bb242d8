import { commandsUse } from "./comment-use.ts";
import { idleUse } from "./idle-use.ts";
import { readStack, type Stack } from "./stack.ts";
import { total } from "./use.ts";

/** What can be turned off, by itself: an option of resources/stages.yml and the parameters that it is. */
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
  /** US dollars, of the idle month and of a thousand commands. */
  idle: number;
  commands: number;
}

/** What each of the choices would save, the largest first. */
export function savingsOf(template: unknown): Saving[] {
  const full = costsOf(readStack(template));
  const warm = idleUse(readStack(template)).warmGbSecond ?? 0;
  const savings = choices.map(({ option, parameters }) => {
    const less = costsOf(readStack(template, parameters));
    return { option, idle: full.idle - less.idle, commands: full.commands - less.commands };
  });
  // The framework leaves the warm instances out itself: there is no parameter for them.
  savings.push({ option: "`provisionedConcurrency: 0`", idle: total({ warmGbSecond: warm }), commands: 0 });
  return savings.toSorted((one, other) => other.idle + other.commands - one.idle - one.commands);
}

function costsOf(stack: Stack): Omit<Saving, "option"> {
  return { idle: total(idleUse(stack)), commands: total(commandsUse(stack, 1000)) };
}
