/**
 * What can happen to one call.
 * crash-before, crash-after: the process ends before the call has had any effect, or right after it.
 * fail: an error, and nothing has happened. limited: the same, because the other side asks to be left alone.
 * lost: it has happened, and the answer got lost. late: an error now, and it happens some time after.
 * hidden: lost, and reads do not show it for a while. hang: it has happened, and no answer ever comes.
 * stale: a read answers what was so a while ago. doubled: the message is there twice.
 */
export const faultKinds = [
  ...(["crash-before", "crash-after", "fail", "limited", "lost", "late"] as const),
  ...(["hidden", "hang", "stale", "doubled"] as const),
] as const;

export type FaultKind = (typeof faultKinds)[number];

/**
 * What a call is, by what can happen to it. read: of a store. index: of what may be behind. write: to a store.
 * send: into the queue. ask: a read of GitHub. look: one that may be behind. list: one of comments, that may be further
 * behind. tell: a write to GitHub. post: one that makes something each time. work: the employee's. invoke: of a function, by the platform.
 */
export type Nature =
  | "read"
  | "index"
  | "write"
  | "send"
  | "ask"
  | "look"
  | "list"
  | "tell"
  | "post"
  | "work"
  | "invoke";

const ofReads: FaultKind[] = ["crash-before", "fail", "hang"];
const ofWrites: FaultKind[] = ["crash-before", "crash-after", "fail", "lost", "hang"];

/** A read changes nothing: to crash after it is to crash before it, a lost answer is a failure. */
export const kindsOf: Record<Nature, readonly FaultKind[]> = {
  read: ofReads,
  index: [...ofReads, "stale"],
  write: [...ofWrites, "late"],
  send: [...ofWrites, "late", "doubled"],
  ask: [...ofReads, "limited"],
  look: [...ofReads, "limited", "stale"],
  list: [...ofReads, "limited", "stale"],
  tell: [...ofWrites, "limited", "late"],
  post: [...ofWrites, "limited", "late", "hidden"],
  work: [...ofReads, "limited"],
  invoke: ["fail", "lost", "late"],
};

export interface Fault {
  /** Which call of the run, counted from 1. */
  call: number;
  kind: FaultKind;
}

/** A fault that belongs to a scenario: it hits the first call of that name. */
export interface OwnFault {
  what: string;
  kind: FaultKind;
  /** How long lists omit what it created; the default is that of every other fault. */
  hiddenMs?: number;
}

/** Everything about a run that is not the product: the same plan gives the same run. */
export interface Plan {
  scenario: string;
  /** 0: every call takes as long as every other one. Any other number: how long each takes is up to chance. */
  seed: number;
  faults: readonly Fault[];
  /** By how many seconds the clock of a function's instances is ahead. */
  skews: Readonly<Record<string, number>>;
}

/** A run in which nothing goes wrong that a scenario does not bring along. */
export function undisturbed(scenario: string): Plan {
  return { scenario, seed: 0, faults: [], skews: {} };
}

export function isUndisturbed({ seed, faults, skews }: Plan): boolean {
  return seed === 0 && faults.length === 0 && Object.keys(skews).length === 0;
}
