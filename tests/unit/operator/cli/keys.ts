import { generateKeyPairSync } from "node:crypto";

const pem = { type: "pkcs1", format: "pem" } as const;

/** A private key in GitHub's format. */
export function anAppKey(modulusLength = 2048): string {
  return generateKeyPairSync("rsa", { modulusLength }).privateKey.export(pem).toString();
}

export function aPublicKey(): string {
  return generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export(pem).toString();
}

export function anotherKindOfKey(): string {
  const { privateKey } = generateKeyPairSync("ed25519");
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}
