import type { InvocationLog } from "../../middleware/log.ts";

export interface LogLine {
  level: "info" | "error";
  message: string;
  fields: Record<string, unknown>;
}

export interface FakeLog extends InvocationLog {
  lines: LogLine[];
  /** How many invocations have started. */
  started: number;
  /** All lines as one text, as they would be written. */
  text(): string;
}

export function createFakeLog(): FakeLog {
  const lines: LogLine[] = [];
  return {
    lines,
    started: 0,
    text: () => JSON.stringify(lines),
    begin() {
      this.started += 1;
    },
    info: (message, fields) => void lines.push({ level: "info", message, fields }),
    error: (message, fields) => void lines.push({ level: "error", message, fields }),
  };
}
