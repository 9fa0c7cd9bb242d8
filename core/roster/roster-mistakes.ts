import { isReservedCommand } from "../commands/command-names.ts";
import type { Employee } from "./employee.ts";

/** A mistake in a configuration file, with the path to the value from the top of the file. */
export interface PlacedMistake {
  path: (string | number)[];
  message: string;
}

/** The fields of an employee that other files refer to. */
export type RosterEntry = Pick<Employee, "name" | "commands" | "stages">;

/** Returns the mistakes of an employee that its schema cannot find, given the employees before it in the roster. */
export function employeeMistakes(employee: Employee, earlier: readonly RosterEntry[]): PlacedMistake[] {
  const mistakes: PlacedMistake[] = [];
  for (const [index, command] of employee.commands.entries()) {
    const path = ["commands", index];
    const owner = earlier.find(
      ({ commands, stages }) => commands.includes(command) && shareStage(stages, employee.stages),
    );
    if (owner) {
      const message = `\`${command}\` is already a command of \`${owner.name}\`: remove it from one, or give them different \`stages\`.`;
      mistakes.push({ path, message });
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
    mistakes.push({ path: ["model"], message: "A `builtin` runner uses no model: remove this line." });
  }
  return mistakes;
}

/** Returns whether there is a stage that has both employees; null means all stages. */
function shareStage(one: Employee["stages"], other: Employee["stages"]): boolean {
  return one === null || other === null || one.some((stage) => other.includes(stage));
}

/** Reserved commands that the built-in employee of the same name answers. */
const selfNamed: readonly string[] = ["help", "status", "explain", "cancel", "retry"];

function mayListReserved({ name, runner }: Employee, command: string): boolean {
  return command === name && runner === "builtin" && selfNamed.includes(name);
}
