import { generateKeyPairSync } from "node:crypto";
import { type GitHub, startGitHub } from "../../../local/github/start-github.ts";

export const webhookSecret = "local-webhook-secret";

export interface SimulatedGitHub extends GitHub {
  /** The values that an operator stores in the stack's secret. */
  app: { id: number; privateKey: string };
}

/** The simulator with an App whose key was created for this run and whose webhooks go to `webhookUrl`. */
export async function startSimulatedGitHub(webhookUrl: string): Promise<SimulatedGitHub> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const id = 1_000_001;
  const github = await startGitHub({ port: 0, webhookUrl, webhookSecret, app: { id, publicKey } });
  return { ...github, app: { id, privateKey } };
}
