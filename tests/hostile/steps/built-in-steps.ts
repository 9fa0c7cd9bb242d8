import { backtracks } from "./backtracks.ts";

export interface BuiltInSteps {
  /** Stops counting and returns the steps since the start. */
  stop(): number;
}

/**
 * Counts what coverage does not show: characters searched by `indexOf`, and characters matched and backtracked by regular
 * expressions.
 */
export function startBuiltInSteps(): BuiltInSteps {
  const { indexOf } = String.prototype;
  const { exec } = RegExp.prototype;
  let steps = 0;
  let counting = false;

  String.prototype.indexOf = function counted(this: string, search: string, from = 0): number {
    const found = indexOf.call(this, search, from);
    steps += 1 + Math.max(0, (found < 0 ? this.length : found) - from);
    return found;
  };
  RegExp.prototype.exec = function counted(this: RegExp, text: string): RegExpExecArray | null {
    // The counter itself uses regular expressions.
    if (!counting) {
      counting = true;
      steps += backtracks(this, String(text), this.lastIndex);
      counting = false;
    }
    const found = exec.call(this, text);
    steps += found?.[0].length ?? 0;
    return found;
  };
  return {
    stop() {
      String.prototype.indexOf = indexOf;
      RegExp.prototype.exec = exec;
      return steps;
    },
  };
}
