import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { freePort } from "../../local/free-port.ts";

export interface RunningStack {
  webhookUrl: string;
  githubUrl: string;
  /** Of the operators' console. */
  consoleUrl: string;
  webhookSecret: string;
  /** Milliseconds from the start of the command to its ready line. */
  readyAfter: number;
  /** Everything that it has printed. */
  output(): string;
  process: ChildProcess;
  /** Stops it with SIGINT, as Ctrl+C does; returns its exit code. */
  stop(): Promise<number | null>;
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Starts the laptop as a user does, on free ports, and waits for its ready line. */
export async function startStack(settings: Record<string, string> = {}): Promise<RunningStack> {
  const [port, githubPort, consolePort] = [await freePort(), await freePort(), await freePort()];
  const webhookSecret = "e2e-webhook-secret";
  const started = Date.now();
  const child = spawn("node_modules/.bin/sls", ["offline"], {
    cwd: root,
    env: {
      ...process.env,
      NODE_OPTIONS: "",
      PORT: String(port),
      GITHUB_PORT: String(githubPort),
      CONSOLE_PORT: String(consolePort),
      WEBHOOK_SECRET: webhookSecret,
      ...settings,
    },
    // A separate process group, so that the interrupt reaches every process, as in a terminal.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const lines = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on("data", lines);
  child.stderr.on("data", lines);

  await waitForLine(
    child,
    () => output.includes("Ready: "),
    () => output,
  );
  return {
    webhookUrl: `http://localhost:${port}/webhooks/github`,
    githubUrl: `http://localhost:${githubPort}`,
    consoleUrl: `http://localhost:${consolePort}/`,
    webhookSecret,
    readyAfter: Date.now() - started,
    output: () => output,
    process: child,
    async stop() {
      if (child.exitCode !== null || child.pid === undefined) return child.exitCode;
      const exited = once(child, "exit");
      process.kill(-child.pid, "SIGINT");
      const [code] = (await exited) as [number | null];
      return code;
    },
  };
}

function waitForLine(child: ChildProcess, isReady: () => boolean, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail("was not ready within 240 s"), 240_000);
    const check = () => {
      if (!isReady()) return;
      settle();
      resolve();
    };
    const exited = () => fail("ended before it was ready");
    function settle(): void {
      clearTimeout(timer);
      for (const stream of [child.stdout, child.stderr]) stream?.off("data", check);
      child.off("exit", exited);
    }
    function fail(what: string): void {
      settle();
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
      reject(new Error(`The laptop ${what}. It printed:\n${output()}`));
    }
    // The framework writes its notices to the standard error.
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", check);
    child.once("exit", exited);
  });
}
