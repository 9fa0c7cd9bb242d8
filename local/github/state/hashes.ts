import { createHash } from "node:crypto";

/** A commit id that looks like one and is the same for the same words on every machine. */
export function commitSha(...words: (string | number)[]): string {
  return createHash("sha1").update(words.join("\0")).digest("hex");
}

/** A stable positive integer below 2^31 for a name, where GitHub would have handed out the next id. */
export function stableId(name: string): number {
  return createHash("sha1").update(name.toLowerCase()).digest().readUInt32BE(0) % 2_000_000_000;
}

/** GitHub's older node ids are the base64 of a type and a number; nothing may depend on their inside. */
export function nodeId(type: string, id: number): string {
  return Buffer.from(`0${type.length}:${type}${id}`).toString("base64");
}
