import { once } from "node:events";

/** Whether somebody has pressed Ctrl+C: what is under way is brought to its end, and nothing new is begun. */
export function watchInterruption(): { stopped(): boolean; end(): void } {
  let stopped = false;
  const stop = () => {
    stopped = true;
  };
  process.once("SIGINT", stop);
  return { stopped: () => stopped, end: () => void process.removeListener("SIGINT", stop) };
}

/** Until somebody presses Ctrl+C, or the process is asked to end. */
export async function untilInterrupted(): Promise<void> {
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race([once(process, "SIGINT", { signal }), once(process, "SIGTERM", { signal })]);
  settled.abort();
}
