import { RetryableError } from "../../core/errors.ts";
import { withTimeout } from "../../core/with-timeout.ts";

/** Port: probes one part of the stack; throws if it does not respond. */
export type Probe = () => Promise<unknown>;

interface SilentPart {
  part: string;
  error: unknown;
}

const tooSlow = () => new RetryableError("too_slow", "The part did not respond in time");

/** Probes all parts at the same time. Returns those that fail or do not respond within this many milliseconds. */
export async function checkHealth(probes: Record<string, Probe>, timeoutMs: number): Promise<SilentPart[]> {
  const asked = Object.entries(probes).map(async ([part, probe]): Promise<SilentPart[]> => {
    try {
      await withTimeout(probe(), timeoutMs, tooSlow);
      return [];
    } catch (error) {
      return [{ part, error }];
    }
  });
  return (await Promise.all(asked)).flat();
}
