import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../../../local/free-port.ts";
import { startService } from "../run/command.ts";
import type { Run } from "../run/run.ts";
import { projectRoot } from "../service/paths.ts";
import { firstHundredResources } from "./as-on-aws.ts";
import { startGateway } from "./gateway.ts";

export interface MiniStack {
  /**
   * The URL of the AWS APIs. It has an address instead of a name, so that clients of S3 put the bucket into
   * the path.
   */
  url: string;
  /** Its own port, without TLS. */
  port: number;
}

/** The account's own keys. For other keys, and in the functions, IAM decides. */
export const rootKeys = { accessKeyId: "test", secretAccessKey: "test" };

const nodeRuntime = join(projectRoot, "tests/deployed/adaptation/node-runtime.mjs");

/** Starts MiniStack with no state, IAM enforced, and waits until it is healthy. */
export async function startMiniStack(
  run: Run,
  python: string,
  say: (text: string) => void,
): Promise<MiniStack> {
  const [port, gatewayPort] = [await freePort(), await freePort()];
  const temporary = join(run.folder, "tmp");
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  const gateway = await startGateway({
    ...{ port: gatewayPort, upstreamPort: port },
    corrections: [firstHundredResources],
  });
  run.atEnd(gateway.stop);
  const service = startService(run, {
    program: join(python, "bin/python"),
    args: ["-m", "hypercorn", "ministack.app:app", "--bind", `127.0.0.1:${port}`, "--keep-alive", "75"],
    cwd: temporary,
    env: {
      // Node 24 first on the PATH: the functions run on it.
      PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
      HOME: temporary,
      TMPDIR: temporary,
      AUTH: "true",
      AWS_ACCESS_KEY_ID: rootKeys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: rootKeys.secretAccessKey,
      // The address in the URLs of queues and of the API, which the functions use for AWS too.
      GATEWAY_PORT: String(gatewayPort),
      AWS_ENDPOINT_URL: gateway.url,
      NODE_RUNTIME: nodeRuntime,
    },
    log: "ministack.log",
  });
  const url = `http://127.0.0.1:${port}`;
  const end = Date.now() + 300_000;
  while (!(await isHealthy(url))) {
    if (!service.running()) throw new Error("MiniStack ended before it was healthy");
    if (Date.now() > end) throw new Error("MiniStack was not healthy within 300 s");
    await pause(200);
  }
  say(`on ${gateway.url}`);
  return { url: gateway.url, port };
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/_ministack/health`)).ok;
  } catch {
    return false;
  }
}
