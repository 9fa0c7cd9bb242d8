import type { StoredRef } from "../deliveries/payload-store.ts";

/** Port: links to objects of the payload bucket. */
export interface ContextLinks {
  /** Returns a URL under which anyone can read the object for so many seconds. It is never logged. */
  linkTo(ref: StoredRef, seconds: number): Promise<string>;
}
