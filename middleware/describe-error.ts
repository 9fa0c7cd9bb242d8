import { AutomationError } from "../core/errors.ts";

/**
 * What a log line may say of an error. The message of an error of our own is written to be read by strangers; any
 * other one may quote a body or a header (a JSON parser does), so only its name and its stack's frames are kept.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const known = error instanceof AutomationError;
  const frames = (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
  return {
    error: error.name,
    ...(known ? { code: error.code, detail: error.message } : { frames }),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  };
}
