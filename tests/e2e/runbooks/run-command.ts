import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { run } from "../../../operator/cli/run.ts";
import { fill, type RunbookCommand } from "./pages.ts";

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs the command line in this process: starting a process for each of the many commands would be slow.
 * Input that is not piped is typed at a terminal.
 */
export async function operate(
  args: readonly string[],
  folder: string,
  stdin: { piped: string } | { typed: string } = { piped: "" },
): Promise<Ran> {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const home = process.cwd();
  // File names are relative to the operator's folder.
  process.chdir(folder);
  try {
    const code = await run([...args], {
      env: {},
      stdin: Object.assign(Readable.from(Object.values(stdin)), { isTTY: "typed" in stdin }),
      stdout: { write: (text) => stdout.push(text) },
      stderr: { write: (text) => stderr.push(text) },
    });
    return { code, stdout: stdout.join(""), stderr: stderr.join("") };
  } finally {
    process.chdir(home);
  }
}

/**
 * Runs the same command on the laptop: `prod` becomes `local`, placeholders are filled in, `op read` returns
 * the secret.
 */
export async function runOnLaptop(
  { args, from, into }: RunbookCommand,
  known: Record<string, string>,
  folder: string,
): Promise<Ran> {
  const local = fill(args, known).map((arg, n) =>
    args[n - 1] === "--stage" && arg === "prod" ? "local" : arg,
  );
  const secret = from ? known[from.at(-1) ?? ""] : null;
  if (secret === undefined) throw new Error(`No value for the secret ${from?.at(-1)}`);
  // Confirms: a page uses --dry-run if no change is intended.
  const ran = await operate(local, folder, secret === null ? { typed: "y\n" } : { piped: secret });
  if (into) writeFileSync(join(folder, into), ran.stdout);
  return ran;
}

/** Equal for commands that do the same, whatever the reason and the region, as the laptop has only one. */
export function identityOf({ args, into }: RunbookCommand): string {
  const rest = args.filter(
    (_, n) => !["--reason", "--region"].some((name) => [args[n], args[n - 1]].includes(name)),
  );
  return rest.map((arg, n) => (rest[n - 1] === "--stage" ? "…" : arg)).join(" ") + (into ? ` > ${into}` : "");
}
