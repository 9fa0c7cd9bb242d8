import type { Permission } from "../github/permission.ts";
import { asRecord, isRecord } from "../json-value.ts";
import type { Employee } from "./employee.ts";

/** A command that works without an employee. */
interface BuiltInCommand {
  /** Without the slash. */
  name: string;
  title: string;
  description: string;
  minimum_permission: Permission;
  /** Arguments after the name, such as `<commit>`; empty if there are none. */
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

/** Returns `key=<integer>`, or `key=<one of: a, b>` if the schema lists the values; in brackets unless required. */
function usageOf(schema: Record<string, unknown> | null): string[] {
  if (schema === null || !isRecord(schema.properties)) return [];
  const required: unknown[] = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(schema.properties).map(([name, property]) => {
    const { enum: choices, type, description } = asRecord(property);
    if (name === "words") return wordsUsage(String(description ?? name), required.includes(name));
    const value = Array.isArray(choices) ? `one of: ${choices.join(", ")}` : String(type ?? "value");
    const usage = `${name}=<${value}>`;
    return required.includes(name) ? usage : `[${usage}]`;
  });
}

function wordsUsage(what: string, isRequired: boolean): string {
  return isRequired ? `<${what}>` : `[${what}]`;
}

function renderRow({ commands, title, description, permission, usage }: Row): string {
  const cells = [
    commands.map((name) => code(`/${name}`)).join(", "),
    title,
    description,
    permission === "admin" ? permission : `${permission} or higher`,
    usage.map(code).join(" ") || "none",
  ];
  return `| ${cells.map(cell).join(" | ")} |`;
}

/**
 * Returns the answer to `/help` in Markdown: what each command does, its permission and its arguments. `app` is the name
 * by which users mention the App; null if it is unknown.
 */
export function helpText(
  roster: readonly Employee[],
  builtIns: readonly BuiltInCommand[],
  app: string | null = null,
): string {
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
    "Write a command at the start of a line, for example in a comment of its own." +
      (app === null ? "" : ` \`/help\` and \`@${app} help\` mean the same, and so for all commands.`),
    "",
    "| Command | Handled by | What it does | Permission | Arguments |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map(renderRow),
    "",
    "A command in code, a quote, a list, a table, hidden HTML or a quoted email is ignored.",
  ].join("\n");
}
