import { RetryableError } from "../../core/errors.ts";

/** Port: probes one part of the stack; throws if it does not respond. */
export type Probe = () => Promise<unknown>;

interface SilentPart {
  part: string;
  error: unknown;
}

/** Probes all parts at the same time. Returns those that fail or do not respond within this many milliseconds. */
export async function checkHealth(probes: Record<string, Probe>, timeoutMs: number): Promise<SilentPart[]> {
  const asked = Object.entries(probes).map(async ([part, probe]): Promise<SilentPart[]> => {
    try {
      await inTime(probe(), timeoutMs);
      return [];
    } catch (error) {
      return [{ part, error }];
    }
  });
  return (await Promise.all(asked)).flat();
}

async function inTime(answer: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new RetryableError("too_slow", "The part did not respond in time")),
      timeoutMs,
    );
  });
  try {
    await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
