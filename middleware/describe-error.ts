import { AutomationError } from "../core/errors.ts";

/**
 * Returns the fields of an error that may be logged. Our own messages contain no data of users. Any other message may
 * quote a body or a header, as a JSON parser's does, so only the error's name and its stack frames are kept.
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
