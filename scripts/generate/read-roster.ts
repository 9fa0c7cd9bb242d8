import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { asRecord } from "../../core/json-value.ts";
import type { Egress } from "../../core/roster/egress.ts";
import { employeeSchema } from "../../core/roster/employee.schema.ts";
import type { Employee } from "../../core/roster/employee.ts";
import { employeeMistakes, type RosterEntry } from "../../core/roster/roster-mistakes.ts";
import { checkArgumentSchema } from "./argument-schemas.ts";
import { checkSchema } from "./check-schema.ts";
import { type FrontMatter, readFrontMatter } from "./front-matter.ts";
import type { Mistake } from "./mistakes.ts";
import { isChecked } from "./read-checked-yaml.ts";
import { refusedHost } from "./read-egress.ts";
import { list, modelsFile, stagesOf, unknownStage } from "./read-models.ts";
import type { YamlSource } from "./yaml-source.ts";

const folder = "workflows/employees";

export interface RosterFiles {
  /** The employees of all stages. */
  employees: Employee[];
  /** All employees, including those with mistakes, so that other files may refer to them. */
  entries: RosterEntry[];
  /** False if a file could not be read far enough, so that `entries` lacks an employee or a command. */
  complete: boolean;
  mistakes: Mistake[];
}

/** What other files allow an employee to use; null: not checked. */
interface Allowed {
  aliases: readonly string[] | null;
  egress: Egress | null;
}

interface KnownNames extends Allowed {
  stages: readonly string[] | null;
}

/** Reads `workflows/employees/*.md` in the order of their names; checks the aliases of models and the hosts. */
export async function readRoster(
  root: string,
  allowed: Allowed = { aliases: null, egress: null },
): Promise<RosterFiles> {
  const names = await readdir(join(root, folder)).catch(() => []);
  const known = { ...allowed, stages: await stagesOf(root) };
  const files = names.filter((name) => name.endsWith(".md")).sort();
  const roster: RosterFiles = { employees: [], entries: [], complete: files.length > 0, mistakes: [] };
  if (files.length === 0) {
    const message = "There is no employee: add at least one Markdown file.";
    roster.mistakes.push({ file: folder, line: 1, column: 1, message });
  }
  for (const name of files) {
    const file = `${folder}/${name}`;
    const { frontMatter, mistakes } = readFrontMatter(file, await readFile(join(root, file), "utf8"));
    roster.mistakes.push(...mistakes);
    if (frontMatter === null) roster.complete = false;
    else addEmployee(roster, basename(name, ".md"), frontMatter, known);
  }
  return roster;
}

function addEmployee(
  roster: RosterFiles,
  fileName: string,
  { source, body }: FrontMatter,
  known: KnownNames,
): void {
  const { data } = source;
  const wrong = checkSchema(employeeSchema, source);
  if (wrong.length === 0 && isChecked<Omit<Employee, "instructions">>(data)) {
    const employee: Employee = { ...data, instructions: body };
    roster.mistakes.push(...mistakesIn(employee, fileName, roster.entries, source));
    roster.mistakes.push(...unknownAlias(employee, known, source), ...unknownStages(employee, known, source));
    roster.mistakes.push(...refusedHost(employee, known.egress, source));
    roster.employees.push(employee);
  }
  roster.mistakes.push(...wrong);

  const { name, commands, stages: listed } = asRecord(data);
  if (!Array.isArray(commands)) {
    roster.complete = false;
    return;
  }
  const stages = Array.isArray(listed) ? listed.map(String) : null;
  roster.entries.push({ name: fileName, commands: commands.map(String), stages });
  if (typeof name === "string" && name !== fileName) roster.entries.push({ name, commands: [], stages });
}

function unknownAlias({ model }: Employee, { aliases }: KnownNames, source: YamlSource): Mistake[] {
  if (model === null || aliases === null || aliases.includes(model)) return [];
  const message = `\`${model}\` is not an alias in ${modelsFile}: use one of ${list(aliases)}, or add it there.`;
  return [source.mistakeAt(["model"], message)];
}

/** Finds stages that are never deployed, where the employee would be missing without a word. */
function unknownStages({ stages }: Employee, known: KnownNames, source: YamlSource): Mistake[] {
  return (stages ?? []).flatMap((stage, index) => {
    if (known.stages === null || known.stages.includes(stage)) return [];
    return [source.mistakeAt(["stages", index], unknownStage(stage, known.stages))];
  });
}

function mistakesIn(
  employee: Employee,
  fileName: string,
  earlier: readonly RosterEntry[],
  source: YamlSource,
): Mistake[] {
  const mistakes = employeeMistakes(employee, earlier).map(({ path, message }) =>
    source.mistakeAt(path, message),
  );
  if (employee.name !== fileName) {
    const message = `The file is called \`${fileName}.md\`: rename it, or write \`name: ${fileName}\`.`;
    mistakes.push(source.mistakeAt(["name"], message));
  }
  return [...mistakes, ...checkArgumentSchema(employee, source)];
}
