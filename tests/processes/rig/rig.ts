import { generateKeyPairSync } from "node:crypto";
import { fileURLToPath } from "node:url";
import { type GitHub, startGitHub } from "../../../local/github/start-github.ts";
import { readLaptopFile } from "../../../operator/stack/laptop-file.ts";
import { type RunningStack, startStack } from "../../e2e/start-stack.ts";
import { type AwsSide, connectAws } from "./aws-side.ts";
import { type GitHubProxy, startGitHubProxy } from "./github-proxy.ts";

/**
 * A laptop as `npm start` starts it, in separate processes, with a GitHub in this one: measurements and
 * faults are independent of the tested processes.
 */
export interface Rig {
  laptop: RunningStack;
  /** Its main process: the HTTP API, the stores and the workflow. The functions are its children. */
  pid: number;
  github: GitHub;
  gitHubProxy: GitHubProxy;
  aws: AwsSide;
  /** Sets where GitHub delivers to from now on. */
  deliverTo(url: string): void;
  /** Stops it as Ctrl+C does; returns the laptop's exit code. */
  stop(): Promise<number | null>;
}

export const root = fileURLToPath(new URL("../../..", import.meta.url));
const webhookSecret = "e2e-webhook-secret";

/** `delay` returns the milliseconds that a request to GitHub takes in addition. */
export async function startRig(settings: Record<string, string> = {}, delay?: () => number): Promise<Rig> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  let webhookUrl = "";
  const github = await startGitHub({
    port: 0,
    webhookUrl: () => webhookUrl,
    webhookSecret,
    app: { publicKey },
  });
  const gitHubProxy = await startGitHubProxy(github.url, delay);
  async function stopGitHub(): Promise<void> {
    await gitHubProxy.stop();
    await github.stop();
  }
  const laptop = await startStack({
    WEBHOOK_SECRET: webhookSecret,
    GITHUB_API_URL: gitHubProxy.url,
    GITHUB_APP_ID: String(github.appId),
    GITHUB_APP_PRIVATE_KEY: privateKey,
    ...settings,
  }).catch(async (error: unknown) => {
    await stopGitHub();
    throw error;
  });
  webhookUrl = laptop.webhookUrl;
  const file = readLaptopFile(root);
  if (!file || file.pid !== laptop.process.pid) throw new Error("Another laptop runs from this folder");
  const aws = connectAws(file);
  let stopping: Promise<number | null> | undefined;
  async function stop(): Promise<number | null> {
    aws.stop();
    const code = await laptop.stop();
    await stopGitHub();
    return code;
  }
  return {
    laptop,
    pid: file.pid,
    github,
    gitHubProxy,
    aws,
    deliverTo(url) {
      webhookUrl = url;
    },
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}
