import { commandsUse, deliveryUse } from "./comment-use.ts";
import { idleUse } from "./idle-use.ts";
import { savingsOf } from "./savings.ts";
import { readStack } from "./stack.ts";
import { markdownTable, money, useTable } from "./table.ts";
import { times, total, type Use } from "./use.ts";

export interface PackagedTemplate {
  stage: string;
  /** `cloudformation-template-update-stack.json`, parsed. */
  template: unknown;
}

/** Returns the tables of docs/cost.md by name: `summary`, `idle`, `comments`, and `savings` of the last stage. */
export function costTables(packaged: PackagedTemplate[]): Record<string, string> {
  const stages = packaged.map(({ stage, template }) => {
    const stack = readStack(template);
    return {
      stage,
      idle: idleUse(stack),
      commands: commandsUse(stack, 1000),
      others: times(deliveryUse(stack), 1000),
    };
  });
  const summary = (what: string, of: "idle" | "commands" | "others") => [
    what,
    ...stages.map((stage) => money(total(stage[of]))),
  ];
  const columns = (of: "idle" | "commands") =>
    stages.map((stage): { stage: string; use: Use } => ({ stage: stage.stage, use: stage[of] }));
  return {
    summary: markdownTable(
      ["US dollars", ...stages.map(({ stage }) => stage)],
      [
        summary("the stage, per month without comments", "idle"),
        summary("1,000 answered comments, in addition", "commands"),
        summary("1,000 deliveries without a command, in addition", "others"),
      ],
    ),
    idle: useTable(columns("idle")),
    comments: useTable(columns("commands")),
    savings: savingsTable(packaged.at(-1)),
  };
}

function savingsTable(packaged: PackagedTemplate | undefined): string {
  const savings = packaged ? savingsOf(packaged.template) : [];
  return markdownTable(
    ["option", "per month", "per 1,000 comments"],
    savings.map(({ option, idle, commands }) => [option, money(idle), money(commands)]),
  );
}
