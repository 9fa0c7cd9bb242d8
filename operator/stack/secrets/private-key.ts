import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { CommandError } from "../errors.ts";

/** The key as it is kept: the PEM with its line end. Throws CommandError for what is no RSA private key. */
export function checkPrivateKey(text: string): string {
  const advice = "Take the .pem file that GitHub gave out in the App's settings, under Private keys.";
  if (/BEGIN (RSA )?PUBLIC KEY|BEGIN CERTIFICATE/.test(text)) {
    throw new CommandError("That is a public key, not the private one.", advice);
  }
  const key = readKey(text);
  if (key?.asymmetricKeyType !== "rsa") throw new CommandError("That is no RSA private key in PEM.", advice);
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048) {
    throw new CommandError("That key has fewer than 2048 bits.", advice);
  }
  return `${text.trim()}\n`;
}

/** As GitHub lists a key in the App's settings. Null for what is no key. */
export function fingerprint(privateKey: string): string | null {
  const key = readKey(privateKey);
  if (!key) return null;
  const publicKey = createPublicKey(key).export({ type: "spki", format: "der" });
  return `SHA256:${createHash("sha256").update(publicKey).digest("base64")}`;
}

function readKey(text: string): KeyObject | null {
  try {
    return createPrivateKey(text);
  } catch {
    // The reason may quote the key.
    return null;
  }
}
