import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pinned } from "./pin.ts";

export interface LoopbackAws {
  /** The variables with which the subjects find it. */
  environment: Record<string, string>;
  /** Returns the operations called since the last question. */
  takeCalls(): Promise<string[]>;
  stop(): void;
}

/** Starts the services in a process of their own, so that their work is not the subject's. */
export async function startLoopbackAws(secret: string): Promise<LoopbackAws> {
  const server = fork(join(import.meta.dirname, "aws-server.ts"), [secret], { stdio: "inherit" });
  const url = String(await answerOf(server));
  pinned(server, "first");
  return {
    environment: {
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "bench",
      AWS_SECRET_ACCESS_KEY: "bench",
      AWS_SESSION_TOKEN: "bench",
      AWS_ENDPOINT_URL: url,
      QUEUE_URL: `${url}/000000000000/events`,
    },
    async takeCalls() {
      server.send("calls");
      return (await answerOf(server)) as string[];
    },
    stop: () => void server.kill(),
  };
}

/** Returns the next message of a child process. Throws if the process ends before it. */
export async function answerOf(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const died = once(child, "exit", { signal: ended.signal }).then(([code]) => {
    throw new Error(`${child.spawnargs.at(-1)} ended with ${code}`);
  });
  try {
    const [message] = await Promise.race([once(child, "message", { signal: ended.signal }), died]);
    return message;
  } finally {
    ended.abort();
    died.catch(() => {});
  }
}
