import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../packaging/tree-copy.ts";

/** Returns the messages of log lines that a query selects; a pattern with alternatives gives each of them. */
export function messagesIn(query: string): string[] {
  const equal = [...query.matchAll(/message = ['"]([^'"]+)['"]/g)].map(([, message = ""]) => message);
  const like = [...query.matchAll(/message like \/\^([\w ]+)\(([\w|]+)\)\$\//g)];
  return [
    ...equal,
    ...like.flatMap(([, start = "", ends = ""]) => ends.split("|").map((end) => start + end)),
  ];
}

/** Returns whether a function writes a line with this message. */
export function isWritten(message: string): boolean {
  return sources().some((text) => text.includes(`"${message}"`) || text.includes(`\`${stem(message)} \${`));
}

/** A message with one variable word at its end: `circuit open`. */
function stem(message: string): string {
  return message.replace(/ \w+$/, "");
}

let read: string[] | undefined;

function sources(): string[] {
  read ??= ["core", "functions", "middleware"].flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(join(projectRoot, folder, file), "utf8")),
  );
  return read;
}
