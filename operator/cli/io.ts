/** A command's environment and streams. */
export interface Io {
  env: Record<string, string | undefined>;
  stdin: AsyncIterable<Buffer | string> & { isTTY?: boolean };
  /** For the requested output. */
  stdout: Output;
  /** For everything else: progress, warnings, errors. */
  stderr: Output;
}

interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
  /** Width of the terminal in characters. */
  columns?: number;
}

export function print(output: Output, ...lines: string[]): void {
  for (const line of lines) output.write(`${line}\n`);
}

export function printJson(output: Output, value: unknown): void {
  print(output, JSON.stringify(value, null, 2));
}
