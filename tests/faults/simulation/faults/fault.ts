/**
 * What can go wrong with one call.
 * crash-before, crash-after: the process ends before the call has any effect, or right after it.
 * fail: an error without an effect. limited: the same, with a rate limit.
 * lost: it took effect, and the response was lost. late: an error now, and it takes effect later.
 * hidden: lost, and lists omit it for a while. hang: it took effect, and no response ever arrives.
 * stale: a read returns an earlier state. doubled: the message is sent twice.
 */
export const faultKinds = [
  ...(["crash-before", "crash-after", "fail", "limited", "lost", "late"] as const),
  ...(["hidden", "hang", "stale", "doubled"] as const),
] as const;

export type FaultKind = (typeof faultKinds)[number];

/**
 * The kind of a call, which decides the faults that fit. read, index, write: of a store; an index may lag. send: to
 * the queue. list: of comments, which may lag longer than other reads. post: a write to GitHub that creates something
 * each time. work: a run of the employee. invoke: of a function, by the platform.
 */
export type Nature =
  | "read"
  | "index"
  | "write"
  | "send"
  | "github-read"
  | "lagging-github-read"
  | "list"
  | "github-write"
  | "post"
  | "work"
  | "invoke";

const ofReads: FaultKind[] = ["crash-before", "fail", "hang"];
const ofWrites: FaultKind[] = ["crash-before", "crash-after", "fail", "lost", "hang"];

/**
 * A read changes nothing: a crash after it equals a crash before it, and a lost response equals a failure.
 */
export const kindsOf: Record<Nature, readonly FaultKind[]> = {
  read: ofReads,
  index: [...ofReads, "stale"],
  write: [...ofWrites, "late"],
  send: [...ofWrites, "late", "doubled"],
  "github-read": [...ofReads, "limited"],
  "lagging-github-read": [...ofReads, "limited", "stale"],
  list: [...ofReads, "limited", "stale"],
  "github-write": [...ofWrites, "limited", "late"],
  post: [...ofWrites, "limited", "late", "hidden"],
  work: [...ofReads, "limited"],
  invoke: ["fail", "lost", "late"],
};

export interface Fault {
  /** The number of the call in the run, counted from 1. */
  call: number;
  kind: FaultKind;
}

/** A fault of the scenario itself: it hits the first call of that name. */
export interface OwnFault {
  what: string;
  kind: FaultKind;
  /** How long lists omit what it created; by default as long as with any other fault. */
  hiddenMs?: number;
}

/** Everything about a run except the product: the same plan gives the same run. */
export interface Plan {
  scenario: string;
  /** 0: every call takes the same time. Any other number: the times are random. */
  seed: number;
  faults: readonly Fault[];
  /** Seconds by which the clock of a function's instances is ahead. */
  skews: Readonly<Record<string, number>>;
}

/** A run without faults, except those of its scenario. */
export function undisturbed(scenario: string): Plan {
  return { scenario, seed: 0, faults: [], skews: {} };
}

export function isUndisturbed({ seed, faults, skews }: Plan): boolean {
  return seed === 0 && faults.length === 0 && Object.keys(skews).length === 0;
}
