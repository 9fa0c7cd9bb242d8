import { generateKeyPairSync } from "node:crypto";

/** The key pair of the App that the simulated GitHub knows, as PEM. */
export const appKey = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
