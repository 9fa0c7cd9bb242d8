import { globSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";

const folder = resolve(import.meta.dirname, "../../../docs/runbooks");

export interface Page {
  /** Without `.md`. */
  name: string;
  text: string;
}

/** One line of a page's `sh` blocks (indented ones too), split as a shell does. */
export interface RunbookCommand {
  page: string;
  line: string;
  /** `pr-automation`, `sls` or `aws`. */
  tool: string;
  args: string[];
  /** The command whose output is piped into it: the one before the `|`. */
  from: string[] | null;
  /** The file that its output goes to. */
  into: string | null;
}

/** Further documents whose commands run as written. */
export function readGuides(): Page[] {
  return [{ name: "../rollout", text: readPage("../rollout.md") }];
}

/** All pages but the index. */
export function readPages(): Page[] {
  return globSync("*.md", { cwd: folder })
    .toSorted()
    .filter((file) => file !== "README.md")
    .map((file) => ({ name: basename(file, ".md"), text: readPage(file) }));
}

export function readIndex(): string {
  return readPage("README.md");
}

function readPage(file: string): string {
  return readFileSync(join(folder, file), "utf8");
}

export function commandsOf({ name, text }: Page): RunbookCommand[] {
  return [...text.matchAll(/^( *)```sh\n([\s\S]*?)^\1```$/gm)].flatMap(([, , block = ""]) =>
    block
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "")
      .map((line) => ({ page: name, line, ...parse(line) })),
  );
}

function parse(line: string): Omit<RunbookCommand, "page" | "line"> {
  const words = wordsOf(line);
  const pipe = words.indexOf("|");
  const rest = words.slice(pipe + 1);
  const redirection = rest.indexOf(">");
  const call = redirection < 0 ? rest : rest.slice(0, redirection);
  // `--no`: npx runs this folder's command and downloads nothing.
  const own = call[0] === "npx" ? call.slice(call[1] === "--no" ? 2 : 1) : call;
  const [tool = "", ...args] = own;
  return {
    ...{ tool, args },
    from: pipe < 0 ? null : words.slice(0, pipe),
    into: redirection < 0 ? null : (rest[redirection + 1] ?? null),
  };
}

/**
 * Splits a line as a shell does, with the quotes that these pages use. `<word>` is a placeholder, not a
 * redirection.
 */
function wordsOf(line: string): string[] {
  const words = [...line.matchAll(/"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"']+/g)].map(([word]) => word);
  return words.map((word) => (/^["']/.test(word) ? word.slice(1, -1) : word));
}

/** Fills every `<placeholder>` in. Throws for an unknown one. */
export function fill(args: readonly string[], known: Record<string, string>): string[] {
  return args.map((arg) => {
    const name = /^<(.+)>$/.exec(arg)?.[1];
    if (name === undefined) return arg;
    const value = known[name];
    if (value === undefined) throw new Error(`No value for the placeholder <${name}>`);
    return value;
  });
}
