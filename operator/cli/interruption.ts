/** Whether somebody has pressed Ctrl+C: what is under way is brought to its end, and nothing new is begun. */
export function watchInterruption(): { stopped(): boolean; end(): void } {
  let stopped = false;
  const stop = () => {
    stopped = true;
  };
  process.once("SIGINT", stop);
  return { stopped: () => stopped, end: () => void process.removeListener("SIGINT", stop) };
}
