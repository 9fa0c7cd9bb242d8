import type { InvocationLog } from "../../middleware/log.ts";

export interface LogLine {
  level: "info" | "error";
  message: string;
  fields: Record<string, unknown>;
}

export interface FakeLog extends InvocationLog {
  lines: LogLine[];
  /** How many invocations have begun. */
  begun: number;
  /** All of it as it would be written. */
  text(): string;
}

export function createFakeLog(): FakeLog {
  const lines: LogLine[] = [];
  return {
    lines,
    begun: 0,
    text: () => JSON.stringify(lines),
    begin() {
      this.begun += 1;
    },
    info: (message, fields) => void lines.push({ level: "info", message, fields }),
    error: (message, fields) => void lines.push({ level: "error", message, fields }),
  };
}
