import type { Permission } from "../github/permission.ts";
import type { Employee } from "./employee.ts";

/** A command that works without an employee. */
export interface BuiltInCommand {
  /** Without the slash. */
  name: string;
  title: string;
  description: string;
  minimum_permission: Permission;
  /** What may follow the name, as in `<commit>`; empty when nothing may. */
  usage: string;
}

interface Row {
  commands: readonly string[];
  title: string;
  description: string;
  permission: Permission;
  usage: readonly string[];
}

function code(text: string): string {
  return `\`${text.replaceAll("`", "'")}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ").trim();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `key=<integer>`, or `key=<a or b>` where a schema names the choices; in brackets unless required. */
function usageOf(schema: Record<string, unknown> | null): string[] {
  if (schema === null || !isRecord(schema.properties)) return [];
  const required: unknown[] = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(schema.properties).map(([name, property]) => {
    const { enum: choices, type } = isRecord(property) ? property : {};
    const value = Array.isArray(choices) ? choices.join(" or ") : String(type ?? "value");
    const usage = name === "words" ? "<words>" : `${name}=<${value}>`;
    return required.includes(name) ? usage : `[${usage}]`;
  });
}

function renderRow({ commands, title, description, permission, usage }: Row): string {
  const cells = [
    commands.map((name) => code(`/${name}`)).join(", "),
    title,
    description,
    permission === "admin" ? permission : `${permission} or more`,
    usage.map(code).join(" ") || "none",
  ];
  return `| ${cells.map(cell).join(" | ")} |`;
}

/** The answer to `/help`: what each command does, who may use it, and what may follow it. Markdown. */
export function helpText(roster: readonly Employee[], builtIns: readonly BuiltInCommand[] = []): string {
  const rows: Row[] = [
    ...roster.map(({ commands, title, description, minimum_permission, arguments: schema }) => ({
      commands,
      title,
      description,
      permission: minimum_permission,
      usage: usageOf(schema),
    })),
    ...builtIns.map(({ name, title, description, minimum_permission, usage }) => ({
      commands: [name],
      title,
      description,
      permission: minimum_permission,
      usage: usage === "" ? [] : [usage],
    })),
  ];
  return [
    "Write a command at the beginning of a line, for example as a comment of its own.",
    "",
    "| Command | Who answers | What it does | Permission | Arguments |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map(renderRow),
    "",
    "A command in code, a quote, a list, a table, hidden HTML or a quoted mail does nothing.",
  ].join("\n");
}
