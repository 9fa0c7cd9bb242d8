import { generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { build } from "esbuild";
import { environment } from "../starts/cold-starts.ts";
import { startLoopbackAws } from "./aws.ts";
import { bundleSubjects } from "./bundle-subjects.ts";
import { drawIngress } from "./draw-ingress.ts";
import { installSubjects } from "./install-subjects.ts";
import { measureCold } from "./measure-cold.ts";
import { measureWarm } from "./measure-warm.ts";
import { writePayloads } from "./payloads.ts";
import { canPin } from "./pin.ts";
import { coldTable, sizeTable, warmTables } from "./tables.ts";

const secret = "a-webhook-secret-of-the-benchmark";

/** Measures ours and the other ways to receive a webhook. Returns the tables and a picture. */
export async function runIngress(
  scratch: string,
  rounds: { warm: number; cold: number },
): Promise<{ text: string; picture: string }> {
  const runner = join(scratch, "subject-process.mjs");
  await build({ entryPoints: [join(import.meta.dirname, "subject-process.ts")], outfile: runner });
  const subjects = await bundleSubjects(installSubjects(), scratch);
  const payloads = writePayloads(scratch, secret);
  const aws = await startLoopbackAws(secret);
  const options = { runner, aws, environment: { ...environment, ...appSettings(), ...aws.environment } };
  try {
    const times = await measureWarm(subjects, payloads, { ...options, rounds: rounds.warm });
    const [typical] = payloads;
    if (!typical) throw new Error("No payloads");
    const starts = await measureCold(subjects, typical, { ...options, rounds: rounds.cold });
    const pinning = canPin ? "each process on one processor" : "processes not bound to a processor";
    const text = [
      `${rounds.warm} rounds of 40 events warm, ${rounds.cold} fresh processes cold; ${pinning}.`,
      warmTables(subjects, times),
      coldTable(subjects, starts),
      sizeTable(subjects, starts),
    ].join("\n\n");
    return { text, picture: drawIngress(subjects, times, starts) };
  } finally {
    aws.stop();
  }
}

/** What Octokit and Probot read instead of Secrets Manager. */
function appSettings(): Record<string, string> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const PRIVATE_KEY = String(privateKey.export({ type: "pkcs1", format: "pem" }));
  return { APP_ID: "1", PRIVATE_KEY, WEBHOOK_SECRET: secret, NODE_ENV: "production" };
}
