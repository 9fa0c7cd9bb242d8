import { once } from "node:events";

/** Watches for Ctrl+C. The caller finishes the current step and starts no other. */
export function watchInterruption(): { stopped(): boolean; end(): void } {
  let stopped = false;
  const stop = () => {
    stopped = true;
  };
  process.once("SIGINT", stop);
  return { stopped: () => stopped, end: () => void process.removeListener("SIGINT", stop) };
}

/** Waits for Ctrl+C or SIGTERM. */
export async function untilInterrupted(): Promise<void> {
  const finished = new AbortController();
  const { signal } = finished;
  await Promise.race([once(process, "SIGINT", { signal }), once(process, "SIGTERM", { signal })]);
  finished.abort();
}
