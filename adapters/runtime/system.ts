import { log } from "./log.ts";
import { sha256 } from "./sha256.ts";

/** What every function has of its surroundings: the time, a hash and a log. */
export const system = { clock: Date.now, sha256, log };
