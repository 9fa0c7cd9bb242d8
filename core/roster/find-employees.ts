import type { Employee } from "./employee.ts";

/** The employees that list a command (lower case, without the slash). */
export function findEmployees<Member extends Pick<Employee, "commands">>(
  roster: readonly Member[],
  command: string,
): Member[] {
  return roster.filter(({ commands }) => commands.includes(command));
}

/** Every command that some employee lists, aliases too, each once. */
export function commandNames(roster: readonly Pick<Employee, "commands">[]): string[] {
  return [...new Set(roster.flatMap(({ commands }) => commands))];
}
