import { readFile, stat } from "node:fs/promises";
import { CommandError, UsageError } from "../stack/errors.ts";
import { type Io, print } from "./io.ts";

const maxBytes = 64 * 1024;

/** What is piped in, without the line end that `echo` adds. A terminal is refused: it would show what is typed. */
export async function readStdin({ stdin }: Io, what: string): Promise<string> {
  if (stdin.isTTY) {
    const advice = `Pipe it in (from a password manager's command, or with < file), so that nobody sees it.`;
    throw new UsageError(`There is no ${what} on the standard input.`, advice);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    chunks.push(Buffer.from(chunk));
    bytes += chunk.length;
    if (bytes > maxBytes) throw new UsageError(`That is too long for a ${what}.`, "Check what is piped in.");
  }
  return nonEmpty(Buffer.concat(chunks).toString("utf8").trim(), what);
}

/** A file's text; warns when others on this machine could read it too. */
export async function readSecretFile(io: Io, path: string, what: string): Promise<string> {
  const { text, mode } = await readWithMode(path).catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new CommandError(`${path} cannot be read (${code}).`, "Check the path.", { cause: error });
  });
  if (process.platform !== "win32" && (mode & 0o077) !== 0) {
    print(
      io.stderr,
      `warning: others on this machine can read ${path}: chmod 600 it, or delete it afterwards.`,
    );
  }
  return nonEmpty(text.trim(), what);
}

async function readWithMode(path: string): Promise<{ text: string; mode: number }> {
  const [text, { mode }] = await Promise.all([readFile(path, "utf8"), stat(path)]);
  return { text, mode };
}

function nonEmpty(text: string, what: string): string {
  if (text) return text;
  throw new UsageError(`The ${what} is empty.`, "Check what is piped in, or the file.");
}
