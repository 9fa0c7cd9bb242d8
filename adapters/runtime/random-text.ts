import { randomBytes } from "node:crypto";

/** Returns 256 random bits as 64 hexadecimal digits, valid in any header. */
export function randomText(): string {
  return randomBytes(32).toString("hex");
}

/** Returns 288 random bits as 48 base64url characters, which need no escaping in URLs or shells. */
export function randomToken(): string {
  return randomBytes(36).toString("base64url");
}
