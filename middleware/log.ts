/** Port: structured log lines. Callers hand in ids and codes only, never bodies, headers or secrets. */
export interface Log {
  info(message: string, fields: Record<string, unknown>): void;
  error(message: string, fields: Record<string, unknown>): void;
}
