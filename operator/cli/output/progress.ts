import { durationText } from "../../stack/format.ts";
import type { Io } from "../io.ts";

interface Progress {
  /** Reports how many are done, and the total if it was unknown before. */
  report(done: number, total?: number): void;
  end(): void;
}

/** Shows how far long work is, and how fast. */
export function createProgress(
  io: Io,
  what: string,
  knownTotal: number | null,
  clock: () => number = Date.now,
): Progress {
  const started = clock();
  const line = createLine(io, clock);

  function text(done: number, total: number | null): string {
    const seconds = Math.max(0.001, (clock() - started) / 1000);
    const rate = done / seconds;
    const left = total !== null && rate > 0 ? `, ${durationText(((total - done) / rate) * 1000)} left` : "";
    return `${what}: ${done}${total === null ? "" : ` of ${total}`}, ${rate.toFixed(1)}/s${left}`;
  }

  return { report: (done, total) => line.update(() => text(done, total ?? knownTotal)), end: line.end };
}

/** Shows the state of what the command waits for, and for how long it has waited. */
export function createWaitIndicator(io: Io, what: string, clock: () => number = Date.now) {
  const started = clock();
  const line = createLine(io, clock);
  return {
    report: (state: string) =>
      line.update(() => `${what}: ${state}, after ${durationText(clock() - started)}`),
    end: line.end,
  };
}

const everyMs = { terminal: 200, file: 5_000 };

/** Rewrites one line on a terminal; writes a line every five seconds elsewhere. */
function createLine({ stderr }: Io, clock: () => number) {
  const terminal = stderr.isTTY === true;
  let writtenAt = clock();
  let width = 0;
  return {
    update(text: () => string): void {
      if (clock() - writtenAt < (terminal ? everyMs.terminal : everyMs.file)) return;
      writtenAt = clock();
      const line = text();
      stderr.write(terminal ? `\r${line.padEnd(width)}` : `${line}\n`);
      width = line.length;
    },
    /** Clears the terminal's line. */
    end(): void {
      if (terminal && width > 0) stderr.write(`\r${" ".repeat(width)}\r`);
    },
  };
}
