import { readFile, stat } from "node:fs/promises";
import { OperatorError } from "../stack/errors.ts";
import { type Io, print } from "./io.ts";
import { UsageError } from "./usage.ts";

const maxBytes = 64 * 1024;

/** Reads a secret from a pipe, without its line end. Throws UsageError on a terminal, which would show the secret. */
export async function readStdin({ stdin }: Io, what: string): Promise<string> {
  if (stdin.isTTY) {
    const advice = "Pipe it in, from a password manager's command or with < file, so that it is not visible.";
    throw new UsageError(`There is no ${what} on standard input.`, advice);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    chunks.push(Buffer.from(chunk));
    bytes += chunk.length;
    if (bytes > maxBytes) throw new UsageError(`That is too long for a ${what}.`, "Check the input.");
  }
  return nonEmpty(Buffer.concat(chunks).toString("utf8").trim(), what);
}

/** Reads a secret from a file. Warns if other users of this machine can read the file. */
export async function readSecretFile(io: Io, path: string, what: string): Promise<string> {
  const { text, mode } = await readWithMode(path).catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new OperatorError(`${path} cannot be read (${code}).`, "Check the path.", { cause: error });
  });
  if (process.platform !== "win32" && (mode & 0o077) !== 0) {
    print(
      io.stderr,
      `warning: other users of this machine can read ${path}: run chmod 600 on it, or delete it afterwards.`,
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
  throw new UsageError(`The ${what} is empty.`, "Check the input or the file.");
}
