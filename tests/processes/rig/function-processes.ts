import { execFileSync } from "node:child_process";

export interface ProcessEntry {
  pid: number;
  parent: number;
  /** Resident memory in bytes. */
  memory: number;
  command: string;
}

/** A process and all its descendants, itself first. */
export function processTree(root: number): ProcessEntry[] {
  const all = listProcesses();
  const tree = all.filter(({ pid }) => pid === root);
  for (const member of tree) tree.push(...all.filter(({ parent }) => parent === member.pid));
  return tree;
}

/**
 * The laptop's processes of a function, by the name of its folder, or of functions, by a pattern of names.
 */
export function functionProcesses(laptop: number, name: string): number[] {
  const bundle = new RegExp(`/functions/${name}/main\\.`);
  return processTree(laptop)
    .filter(({ command }) => bundle.test(command))
    .map(({ pid }) => pid);
}

/** Sends SIGKILL to all of them, as the kernel does when memory runs out. Returns how many there were. */
export function killFunction(laptop: number, name: string): number {
  return functionProcesses(laptop, name).filter(kill).length;
}

/** Returns false for a process that has already ended. */
export function kill(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}

function listProcesses(): ProcessEntry[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,rss=,stat=,args="], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return lines.split("\n").flatMap((line) => {
    const columns = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    const [, pid, parent, kilobytes, state, command] = columns;
    // A zombie has ended; its parent has not read its status yet.
    if (command === undefined || state?.startsWith("Z")) return [];
    return [{ pid: Number(pid), parent: Number(parent), memory: Number(kilobytes) * 1024, command }];
  });
}
