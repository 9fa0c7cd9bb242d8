import { randomBytes } from "node:crypto";

/** 64 hexadecimal digits of 256 random bits: a secret that may stand in any header. */
export function randomText(): string {
  return randomBytes(32).toString("hex");
}

/** 48 characters of 288 random bits that need no escaping anywhere, URLs and shells included. */
export function randomToken(): string {
  return randomBytes(36).toString("base64url");
}
