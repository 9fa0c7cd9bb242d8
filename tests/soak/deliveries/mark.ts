import { readFileSync } from "node:fs";
import { processTree } from "../../processes/rig/function-processes.ts";

/** What a run has cost up to a number of answered deliveries. */
export interface Mark {
  done: number;
  /** Seconds since the first delivery. */
  at: number;
  /** Resident bytes of the main process and of it and all its children. */
  main: number;
  all: number;
  /** As `all`, with each page that processes share counted once; null where the system does not tell. */
  shared: number | null;
  processes: number;
}

export function takeMark(pid: number, done: number, started: number): Mark {
  const tree = processTree(pid);
  const shares = tree.map(({ pid: member }) => proportionalBytes(member));
  return {
    done,
    at: (Date.now() - started) / 1_000,
    main: tree[0]?.memory ?? 0,
    all: tree.reduce((sum, { memory }) => sum + memory, 0),
    shared: shares.includes(null) ? null : shares.reduce<number>((sum, share) => sum + (share ?? 0), 0),
    processes: tree.length,
  };
}

/** Linux divides each shared page among its processes. */
function proportionalBytes(pid: number): number | null {
  try {
    const [, kilobytes] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8")) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
