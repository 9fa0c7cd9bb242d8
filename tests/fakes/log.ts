import type { Log } from "../../middleware/log.ts";

export interface LogLine {
  level: "info" | "error";
  message: string;
  fields: Record<string, unknown>;
}

export interface FakeLog extends Log {
  lines: LogLine[];
  /** All of it as it would be written. */
  text(): string;
}

export function createFakeLog(): FakeLog {
  const lines: LogLine[] = [];
  return {
    lines,
    text: () => JSON.stringify(lines),
    info: (message, fields) => void lines.push({ level: "info", message, fields }),
    error: (message, fields) => void lines.push({ level: "error", message, fields }),
  };
}
