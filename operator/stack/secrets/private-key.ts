import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { OperatorError } from "../errors.ts";

/** Returns the key as it is stored: PEM with a line end. Throws OperatorError for anything but an RSA private key. */
export function checkPrivateKey(text: string): string {
  const advice = "Use the .pem file from the App's settings on GitHub, under Private keys.";
  if (/BEGIN (RSA )?PUBLIC KEY|BEGIN CERTIFICATE/.test(text)) {
    throw new OperatorError("That is a public key, not a private key.", advice);
  }
  const key = readKey(text);
  if (key?.asymmetricKeyType !== "rsa")
    throw new OperatorError("That is not an RSA private key in PEM.", advice);
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048) {
    throw new OperatorError("That key has fewer than 2048 bits.", advice);
  }
  return `${text.trim()}\n`;
}

/** Returns the fingerprint that GitHub shows in the App's settings; null for text that is not a key. */
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
    // The error's text may quote the key.
    return null;
  }
}
