import { costOfTokens, priceOf } from "../../core/budgets/prices.ts";
import { modelAliases } from "../../core/generated/models.ts";
import { prices as modelPrices } from "../../core/generated/prices.ts";
import { modelNamesOf } from "../../core/roster/model-aliases.ts";
import { commandsUse, deliveryUse } from "./comment-use.ts";
import { idleUse } from "./idle-use.ts";
import { savingsOf } from "./savings.ts";
import { readStack } from "./stack.ts";
import { markdownTable, money, useTable } from "./table.ts";
import { deliveriesPerCommand, delivery, exampleTokens, job } from "./usage.ts";
import { times, total, type Use } from "./use.ts";

export interface PackagedTemplate {
  stage: string;
  /** `cloudformation-template-update-stack.json`, parsed. */
  template: unknown;
}

/** Returns the tables of docs/cost.md by name: the three parts in `summary`, each by itself, `savings` of the last stage. */
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
        summary("fixed: the stage, per month without comments", "idle"),
        summary("marginal: 1,000 answered comments, in addition", "commands"),
        summary("marginal: 1,000 deliveries without a command, in addition", "others"),
        ["model: the tokens of those comments, by `large`", ...stages.map(({ stage }) => modelCost(stage))],
      ],
    ),
    idle: useTable(columns("idle")),
    comments: useTable(columns("commands")),
    counts: countsTable(),
    models: modelsTable(),
    savings: savingsTable(packaged.at(-1)),
  };
}

function countsTable(): string {
  const names = ["tableCalls", "tableWrites", "tableReads", "tableItems"] as const;
  const command = names.map((name) => delivery[name] * deliveriesPerCommand + job[name]);
  return markdownTable(
    ["in DynamoDB", "calls", "write units, with indexes", "read units", "new items"],
    [
      ["a delivery without a command", ...names.map((name) => String(delivery[name]))],
      ["an answered comment, its three deliveries included", ...command.map(String)],
    ],
  );
}

/** Returns what 1,000 example commands cost with the model that a stage has under the alias `large`. */
function modelCost(stage: string): string {
  return costOfCommands(modelNamesOf(modelAliases, stage).large ?? null);
}

function modelsTable(): string {
  return markdownTable(
    ["model", "input, $ per million tokens", "output, $ per million tokens", "1,000 commands, $"],
    Object.entries(modelPrices.models).map(([name, { input, output }]) => [
      `\`${name}\``,
      money(input),
      money(output),
      costOfCommands(name),
    ]),
  );
}

/** Returns what 1,000 example commands cost; a dash for a model without a price. */
function costOfCommands(model: string | null): string {
  const price = priceOf(model, modelPrices);
  return price ? money((1_000 * costOfTokens(price, exampleTokens)) / 1_000_000) : "–";
}

function savingsTable(packaged: PackagedTemplate | undefined): string {
  const savings = packaged ? savingsOf(packaged.template) : [];
  return markdownTable(
    ["option", "per month", "per 1,000 comments"],
    savings.map(({ option, idle, commands }) => [option, money(idle), money(commands)]),
  );
}
