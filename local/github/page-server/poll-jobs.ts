import type { JobView } from "../job-feed.ts";

export interface JobsUpdate {
  jobs: JobView[];
  /** Message of the failed read if the jobs are those of an earlier read; null otherwise. */
  problem: string | null;
}

const pollMs = 300;

/** Reads jobs every 300 ms and reports each change; returns the function that stops it. */
export function pollJobs(read: () => Promise<JobView[]>, onChange: (update: JobsUpdate) => void): () => void {
  let last = "";
  let known: JobView[] = [];
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function nextUpdate(): Promise<JobsUpdate> {
    try {
      known = await read();
      return { jobs: known, problem: null };
    } catch (error) {
      return { jobs: known, problem: error instanceof Error ? error.message : String(error) };
    }
  }

  async function poll(): Promise<void> {
    const update = await nextUpdate();
    if (stopped) return;
    const text = JSON.stringify(update);
    if (text !== last) onChange(update);
    last = text;
    timer = setTimeout(() => void poll(), pollMs);
  }

  void poll();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
