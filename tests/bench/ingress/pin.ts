import { type ChildProcess, execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";

/** Whether processes can be bound to a processor here: Linux with taskset and two processors. */
export const canPin = process.platform === "linux" && availableParallelism() > 1 && hasTaskset();

function hasTaskset(): boolean {
  try {
    execFileSync("taskset", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Binds a process and all its threads to the first or the last processor, where that is possible. */
export function pinned<Child extends ChildProcess>(child: Child, processor: "first" | "last"): Child {
  const number = processor === "first" ? 0 : availableParallelism() - 1;
  if (canPin)
    execFileSync("taskset", ["-a", "-c", "-p", String(number), String(child.pid)], { stdio: "ignore" });
  return child;
}
