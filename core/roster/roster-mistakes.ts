import { isReservedCommand } from "../commands/command-names.ts";
import type { Employee } from "./employee.ts";
import { type PlacedMistake, runnerMistakes } from "./runner-mistakes.ts";

export type { PlacedMistake } from "./runner-mistakes.ts";

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
  return [...mistakes, ...runnerMistakes(employee)];
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
