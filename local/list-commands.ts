import { okToRun } from "../core/authority/approvals.ts";
import { asRecord } from "../core/json-value.ts";
import type { Employee } from "../core/roster/employee.ts";
import type { ArgumentView, CommandView } from "./github/command-view.ts";

/** Returns the commands that users can give on this laptop, with the values that their arguments allow. */
export async function listCommands(): Promise<CommandView[]> {
  // Generated when the laptop starts, for its stage.
  const { roster } = await import("../core/generated/roster.ts");
  return [...roster.map(toCommand), builtIn()];
}

function toCommand({
  commands,
  title,
  description,
  minimum_permission,
  arguments: schema,
}: Employee): CommandView {
  return {
    names: commands,
    title,
    description,
    permission: minimum_permission,
    arguments: argumentsOf(schema),
  };
}

/** `words` is the schema's name for what follows without a key. */
function argumentsOf(schema: Record<string, unknown> | null): ArgumentView[] {
  return Object.entries(asRecord(asRecord(schema).properties))
    .filter(([name]) => name !== "words")
    .map(([name, property]) => {
      const { enum: choices, description } = asRecord(property);
      return {
        name,
        description: typeof description === "string" ? description : "",
        choices: Array.isArray(choices) ? choices.map(String) : [],
      };
    });
}

function builtIn(): CommandView {
  const { name, title, description, minimum_permission } = okToRun;
  return { names: [name], title, description, permission: minimum_permission, arguments: [] };
}
