import { span } from "../../stack/time.ts";
import type { Io } from "../io.ts";

export interface Progress {
  /** So many are done. */
  tell(done: number): void;
  end(): void;
}

/** How far long work is, and how fast. */
export function createProgress(
  io: Io,
  what: string,
  total: number | null,
  clock: () => number = Date.now,
): Progress {
  const started = clock();
  const line = createLine(io, clock);

  function text(done: number): string {
    const seconds = Math.max(0.001, (clock() - started) / 1000);
    const rate = done / seconds;
    const left = total !== null && rate > 0 ? `, ${span(((total - done) / rate) * 1000)} left` : "";
    return `${what}: ${done}${total === null ? "" : ` of ${total}`}, ${rate.toFixed(1)}/s${left}`;
  }

  return { tell: (done) => line.say(() => text(done)), end: line.end };
}

/** What is waited for, and for how long already. */
export function createWaiting(io: Io, what: string, clock: () => number = Date.now) {
  const started = clock();
  const line = createLine(io, clock);
  return {
    tell: (state: string) => line.say(() => `${what}: ${state}, after ${span(clock() - started)}`),
    end: line.end,
  };
}

const everyMs = { terminal: 200, file: 5_000 };

/** One line that is rewritten on a terminal, else a line every five seconds. */
function createLine({ stderr }: Io, clock: () => number) {
  const terminal = stderr.isTTY === true;
  let said = clock();
  let width = 0;
  return {
    say(text: () => string): void {
      if (clock() - said < (terminal ? everyMs.terminal : everyMs.file)) return;
      said = clock();
      const line = text();
      stderr.write(terminal ? `\r${line.padEnd(width)}` : `${line}\n`);
      width = line.length;
    },
    /** Leaves the terminal's line empty. */
    end(): void {
      if (terminal && width > 0) stderr.write(`\r${" ".repeat(width)}\r`);
    },
  };
}
