import { isReservedCommand } from "../commands/command-names.ts";
import type { Employee } from "./employee.ts";

/** A mistake, and the way to the value that it is about, from the top of its file. */
export interface PlacedMistake {
  path: (string | number)[];
  message: string;
}

/** As much of an employee as others refer to. */
export type RosterEntry = Pick<Employee, "name" | "commands">;

/** What a schema cannot see in one employee, given those that come before it in the roster. */
export function employeeMistakes(employee: Employee, earlier: readonly RosterEntry[]): PlacedMistake[] {
  const mistakes: PlacedMistake[] = [];
  for (const [index, command] of employee.commands.entries()) {
    const path = ["commands", index];
    const owner = earlier.find(({ commands }) => commands.includes(command));
    if (owner) {
      mistakes.push({
        path,
        message: `\`${command}\` is already a command of \`${owner.name}\`: take it out of one.`,
      });
    }
    if (isReservedCommand(command) && !mayListReserved(employee, command)) {
      mistakes.push({ path, message: `\`${command}\` is reserved: choose another name.` });
    }
  }
  if (employee.runner === "model" && employee.model === null) {
    const message = "A `model` runner needs a model: add `model: <alias>`, one of workflows/models.yml.";
    mistakes.push({ path: ["runner"], message });
  }
  if (employee.runner === "model" && employee.instructions === "") {
    mistakes.push({
      path: ["runner"],
      message: "A model needs instructions: write them below the front matter.",
    });
  }
  if (employee.runner === "builtin" && employee.model !== null) {
    mistakes.push({ path: ["model"], message: "A `builtin` runner uses no model: take the line out." });
  }
  return mistakes;
}

/** Commands of ours that code of ours answers: an employee of that very name. */
const selfNamed: readonly string[] = ["help", "status", "explain", "cancel", "retry"];

function mayListReserved({ name, runner }: Employee, command: string): boolean {
  return command === name && runner === "builtin" && selfNamed.includes(name);
}
