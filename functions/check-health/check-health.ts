import { RetryableError } from "../../core/errors.ts";

/** Port: asks one part of the stack for a sign of life; throws when it gives none. */
export type Probe = () => Promise<unknown>;

export interface SilentPart {
  part: string;
  error: unknown;
}

/** The parts that do not answer within that many milliseconds; none when all is well. */
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
      () => reject(new RetryableError("too_slow", "The part did not answer in time")),
      timeoutMs,
    );
  });
  try {
    await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
