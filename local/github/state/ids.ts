import { createHash } from "node:crypto";

export interface Ids {
  next(): number;
  /** Returns the next id of a reaction, which has a counter of its own below 2^31: GraphQL shows it as an `Int`. */
  nextReaction(): number;
  /** Keeps the next ids above one that a payload already uses. */
  reserve(id: number): void;
}

/** Returns one rising counter for all objects but reactions; like GitHub's ids today, its ids need more than 32 bits. */
export function createIds(): Ids {
  let last = 5_000_000_000;
  let lastReaction = 300_000_000;
  return {
    next: () => ++last,
    nextReaction: () => ++lastReaction,
    reserve(id) {
      last = Math.max(last, id);
    },
  };
}

/** Returns the same positive integer below 2^31 for the same name, where GitHub would assign the next id. */
export function stableId(name: string): number {
  return createHash("sha1").update(name.toLowerCase()).digest().readUInt32BE(0) % 2_000_000_000;
}

/** Returns the same commit id for the same words on every machine: 40 hexadecimal digits. */
export function commitSha(...words: (string | number)[]): string {
  return createHash("sha1").update(words.join("\0")).digest("hex");
}

/** Returns a node id in GitHub's older format: base64 of a type and a number. Clients treat it as opaque. */
export function nodeId(type: string, id: number): string {
  return Buffer.from(`0${type.length}:${type}${id}`).toString("base64");
}
