/**
 * Writes one JSON object as one line of the function's log. Directly: Lambda's own `console` would wrap the line in another
 * object.
 */
export function writeLine(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
